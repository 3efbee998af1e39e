# Completion of clearance for zsh: source <(clearance completion zsh)
_clearance() {
	local -a candidates
	candidates=("${(@f)$(clearance --complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
	candidates=(${candidates:#})
	if (( $#candidates )); then
		compadd -Q -- "${candidates[@]}"
	else
		_files
	fi
}
compdef _clearance clearance

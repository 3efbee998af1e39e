# Completion of clearance for bash: source <(clearance completion bash)
_clearance() {
	local IFS=$'\n'
	COMPREPLY=($(clearance --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _clearance clearance

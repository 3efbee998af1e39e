# Completion of clearance for fish: clearance completion fish | source
function __clearance_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process) (commandline --current-token --cut-at-cursor)
    clearance --complete $words[2..-1] 2>/dev/null
end
complete --command clearance --arguments '(__clearance_complete)'

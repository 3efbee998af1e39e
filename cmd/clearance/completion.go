package main

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"clearance/policy"
	"clearance/rights"
)

// completeFlag asks for completions: behind it stand the words of a command line so far, the last one being typed.
const completeFlag = "--complete"

// The scripts ask this program what may stand where the cursor is, and offer files where it has nothing to say.
var (
	//go:embed completion/bash.sh
	bashScript string
	//go:embed completion/zsh.sh
	zshScript string
	//go:embed completion/fish.fish
	fishScript string
	//go:embed completion/powershell.ps1
	powershellScript string
)

func completionCommand(std stdio) *cli.Command {
	shell := func(name, script string) *cli.Command {
		return &cli.Command{
			Name: name, Usage: "for " + name, OnUsageError: badFlag, HideHelpCommand: true,
			Action: func(c *cli.Context) error {
				if c.NArg() > 0 {
					return usage("completion %s takes nothing more: %q", name, c.Args().First())
				}
				_, err := io.WriteString(std.out, script)
				return err
			},
		}
	}
	return &cli.Command{
		Name: "completion", Usage: "print a script that has a shell complete commands, flags and their values",
		Description: "Put one line where your shell starts from:\n" +
			"  source <(clearance completion bash)                          in ~/.bashrc\n" +
			"  source <(clearance completion zsh)                           in ~/.zshrc, behind compinit\n" +
			"  clearance completion fish | source                           in ~/.config/fish/config.fish\n" +
			"  clearance completion powershell | Out-String | Invoke-Expression     in $PROFILE",
		Subcommands: []*cli.Command{
			shell("bash", bashScript), shell("zsh", zshScript), shell("fish", fishScript), shell("powershell", powershellScript),
		},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return usage("name a shell: bash, zsh, fish or powershell") },
	}
}

// values are what flags may be given, by the flag's name; where a command differs, by the command's name and the flag's.
var values = map[string][]string{
	"action":       rights.Actions,
	"media":        append(slices.Clone(rights.Media), "digital"),
	"purpose":      rights.Purposes,
	"territory":    rights.Groups,
	"verdict":      {string(policy.Cleared), string(policy.Referred), string(policy.Blocked)},
	"format":       {"text", "json", "csv"},
	"rules format": {"text", "json", "md"},
}

// printCompletions prints what may stand where the last word does, one a line. A shell has no ear for errors here.
func printCompletions(w io.Writer, app *cli.App, words []string) {
	for _, candidate := range complete(app, words) {
		fmt.Fprintln(w, candidate)
	}
}

// complete gives what the last word may become; nothing where it is a file or free text.
func complete(app *cli.App, words []string) (candidates []string) {
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1]
	command := &cli.Command{Subcommands: app.Commands, Flags: []cli.Flag{cli.HelpFlag, cli.VersionFlag}}
	awaits := "" // the flag whose value comes next
	for i, word := range words[:len(words)-1] {
		if awaits != "" {
			if word != "=" { // bash cuts --action=sell into three
				awaits = ""
			}
			continue
		}
		if word == "--" {
			return nil
		}
		if strings.HasPrefix(word, "-") {
			if name, value, _ := lookUp(command.Flags, word); value {
				awaits = name
			}
			continue
		}
		if at := slices.IndexFunc(command.Subcommands, func(c *cli.Command) bool { return c.HasName(word) }); at >= 0 {
			command = command.Subcommands[at]
		} else if i == 0 {
			return nil
		}
	}
	switch name, _, inOne := strings.Cut(last, "="); {
	case awaits != "":
		candidates = valuesOf(command, awaits, last)
	case inOne && strings.HasPrefix(last, "-"):
		for _, value := range valuesOf(command, strings.TrimLeft(name, "-"), strings.TrimPrefix(last, name+"=")) {
			candidates = append(candidates, name+"="+value)
		}
	case strings.HasPrefix(last, "-"):
		candidates = flagsOf(command)
	default:
		for _, c := range command.Subcommands {
			candidates = append(candidates, c.Name)
		}
	}
	return slices.DeleteFunc(candidates, func(c string) bool { return !strings.HasPrefix(c, last) })
}

// valuesOf are the values of a flag. Those of a list begin with what stands in it already.
func valuesOf(command *cli.Command, flag, typed string) []string {
	known, ok := values[command.Name+" "+flag]
	if !ok {
		known = values[flag]
	}
	before := ""
	if flag == "media" || flag == "territory" {
		before = typed[:strings.LastIndexByte(typed, ',')+1]
	}
	var all []string
	for _, value := range known {
		all = append(all, before+strings.ReplaceAll(value, " ", "-")) // North-America is North America, in one word
	}
	return all
}

func flagsOf(command *cli.Command) []string {
	var all []string
	for _, f := range append(slices.Clone(command.Flags), cli.HelpFlag) {
		if name := "--" + f.Names()[0]; !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

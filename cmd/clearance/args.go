package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// flagsFirst moves a command's flags before its files, because the flag parser stops at the first file and would take
// every flag behind it for one. Behind "--" all is files.
func flagsFirst(app *cli.App, args []string) []string {
	done := 1 // the program's name
	commands, known := app.Commands, app.Flags
	for done < len(args) && !strings.HasPrefix(args[done], "-") {
		i := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.HasName(args[done]) })
		if i < 0 {
			break
		}
		commands, known = commands[i].Subcommands, commands[i].Flags
		done++
	}
	var flags, files []string
	rest := args[min(done, len(args)):]
	for i := 0; i < len(rest); i++ {
		switch arg := rest[i]; {
		case arg == "--":
			files = append(files, rest[i+1:]...)
			i = len(rest)
		case len(arg) < 2 || arg[0] != '-': // a file, or "-" for standard input
			files = append(files, arg)
		default:
			flags = append(flags, arg)
			if takesValue(known, arg) && i+1 < len(rest) {
				i++
				flags = append(flags, rest[i])
			}
		}
	}
	out := append(slices.Clone(args[:min(done, len(args))]), flags...)
	if len(files) > 0 && done > 1 { // an unknown command is left to the parser
		out = append(out, "--")
	}
	return append(out, files...)
}

// takesValue reports whether a flag's value is the next argument.
func takesValue(known []cli.Flag, arg string) bool {
	name := strings.TrimLeft(arg, "-")
	if strings.Contains(name, "=") {
		return false
	}
	for _, f := range known {
		if slices.Contains(f.Names(), name) {
			doc, ok := f.(cli.DocGenerationFlag)
			return ok && doc.TakesValue()
		}
	}
	return false
}

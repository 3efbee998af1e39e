package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// flagsFirst moves a command's flags before its files, because the flag parser stops at the first file and would take
// every flag behind it for one. Behind "--" all is files. A flag that is given twice is refused: the parser would take the
// last one, and answer another question than the first one asked.
func flagsFirst(app *cli.App, args []string) ([]string, error) {
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
	given := map[string]bool{}
	rest := args[min(done, len(args)):]
	for i := 0; i < len(rest); i++ {
		switch arg := rest[i]; {
		case arg == "--":
			files = append(files, rest[i+1:]...)
			i = len(rest)
		case len(arg) < 2 || arg[0] != '-': // a file, or "-" for standard input
			files = append(files, arg)
		default:
			name, value, single := lookUp(known, arg)
			if single && given[name] {
				return nil, usage("--%s is given twice: give it once", name)
			}
			given[name] = true
			flags = append(flags, arg)
			if value && i+1 < len(rest) {
				i++
				flags = append(flags, rest[i])
			}
		}
	}
	out := append(slices.Clone(args[:min(done, len(args))]), flags...)
	if len(files) > 0 && done > 1 { // an unknown command is left to the parser
		out = append(out, "--")
	}
	return append(out, files...), nil
}

// lookUp finds the flag of an argument: its name, whether its value is the next argument, and whether it may stand only once.
func lookUp(known []cli.Flag, arg string) (name string, value, single bool) {
	name, _, inOne := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	for _, f := range known {
		if !slices.Contains(f.Names(), name) {
			continue
		}
		doc, ok := f.(cli.DocGenerationFlag)
		_, many := f.(*cli.StringSliceFlag)
		return f.Names()[0], ok && doc.TakesValue() && !inOne, !many
	}
	return name, false, false
}

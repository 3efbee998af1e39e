package main

import (
	"os/user"
	"runtime/debug"

	opa "github.com/open-policy-agent/opa/v1/version"
	"github.com/urfave/cli/v2"

	"clearance/rights"
)

func newApp(std stdio) *cli.App {
	return &cli.App{
		Name:  "clearance",
		Usage: "say whether a story may be put to a use, why, on what conditions, and until when",
		Description: "clearance reads what archive records say about their rights, asks Rego policies whether a story may be\n" +
			"put to a use, and records every answer before it gives it.",
		Version: version() + " (OPA " + opa.Version + ", reader " + rights.ReaderVersion + ")",
		Reader:  std.in, Writer: std.out, ErrWriter: std.err,
		HideHelpCommand: false,
		Commands:        []*cli.Command{checkCommand(std), readCommand(std), availsCommand(std), phrasesCommand(std), gateCommand(std), auditCommand(std), evidenceCommand(std), policyCommand(std), completionCommand(std)},
		Action:          unknownCommand,
		OnUsageError:    badFlag,
		ExitErrHandler:  func(*cli.Context, error) {}, // run turns errors into exit codes
	}
}

// version is the module's version where it was built as one, else the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return "devel"
}

// unknownCommand runs where no command was named. cli v2 would exit with 3, which means blocked.
func unknownCommand(c *cli.Context) error {
	if c.NArg() == 0 {
		if err := cli.ShowAppHelp(c); err != nil {
			return err
		}
		return usage("name a command")
	}
	return usage("unknown command %q: see 'clearance --help'", c.Args().First())
}

func badFlag(c *cli.Context, err error, _ bool) error {
	return usage("%v: see '%s --help'", err, c.Command.HelpName)
}

// actorName is who asks, unless --actor says otherwise: the account this process runs under.
func actorName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "unknown"
}

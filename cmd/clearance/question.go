package main

import (
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/rights"
)

// questionFlags are the flags that say which use is asked about, and as of when. action is what is asked unless they say otherwise.
func questionFlags(action string) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "action", Value: action, Usage: "what is to be done: sell, publish, archive, modify, train"},
		&cli.StringSliceFlag{Name: "territory", Usage: "where it will be shown: ISO 3166-1 alpha-2 codes or groups, `T,…`; none means worldwide"},
		&cli.StringSliceFlag{Name: "media", Usage: "broadcast, online, social, mobile, print, radio or digital, `M,…`; none means all"},
		&cli.StringFlag{Name: "purpose", Usage: "editorial, news, commercial or training, `P`; editorial unless stated"},
		&cli.StringFlag{Name: "party", Usage: "the client or outlet it is for, by `NAME`"},
		&cli.StringFlag{Name: "from", Usage: "the term's first instant, RFC 3339 `T`"},
		&cli.StringFlag{Name: "until", Usage: "the term's end, RFC 3339 `T`"},
		&cli.StringFlag{Name: "at", Usage: "the moment asked about, RFC 3339 `TIME`; now unless stated"},
	}
}

// question reads what the flags ask. now is used where no moment is named.
func question(c *cli.Context, now time.Time) (rights.Question, error) {
	for _, name := range []string{"purpose", "party", "from", "until", "at", "id"} {
		if c.IsSet(name) && strings.TrimSpace(c.String(name)) == "" { // an unset variable in a script must not ask a laxer question
			return rights.Question{}, usage("--%s is empty: give it a value, or leave it out", name)
		}
	}
	if at := c.String("at"); at != "" {
		t, err := rights.ParseInstant(at)
		if err != nil {
			return rights.Question{}, usage("--at: %w", err)
		}
		now = t
	}
	q, err := rights.Asked{
		Action: c.String("action"), Purpose: c.String("purpose"), Party: c.String("party"),
		Territory: c.StringSlice("territory"), Media: c.StringSlice("media"), From: c.String("from"), Until: c.String("until"),
	}.Question(now)
	if err != nil {
		return q, usage("%w", err)
	}
	return q, nil
}

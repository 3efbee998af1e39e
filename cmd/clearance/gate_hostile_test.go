package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Pieces that were made to break the gate, or look so.

func TestGateHostilePieces(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9), ", "))
	}
	for name, tc := range map[string]struct {
		file, text string
		code       int
		says       []string
	}{
		"empty":                       {"x.md", "", exitBlocked, []string{"gate.undeclared", "stories: []"}},
		"empty without a kind":        {"x", "", exitFailed, []string{"empty"}},
		"binary":                      {"x.md", "\x00\x01\x02", exitFailed, []string{"gate.unreadable"}},
		"front matter never ends":     {"x.md", "---\nstories: []\n" + strings.Repeat("a: b\n", 100_000), exitFailed, []string{"gate.unreadable", "close the front matter"}},
		"a bomb of aliases":           {"x.md", "---\n" + bomb + "stories: *j\n---\n", exitFailed, []string{"gate.unreadable", "alias"}},
		"a bomb beside":               {"x.md", "---\n" + bomb + "stories: [LVANONE]\n---\n", 0, nil},
		"JSON very deep":              {"x.json", `{"stories": ` + strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000) + "}", exitFailed, []string{"gate.unreadable"}},
		"JSON never ends":             {"x.json", `{"stories": [`, exitFailed, []string{"gate.unreadable"}},
		"JSON key twice":              {"x.json", `{"stories": [], "stories": ["LVA1"]}`, exitFailed, []string{"gate.unreadable", "twice"}},
		"HTML very deep":              {"x.html", strings.Repeat("<div>", 100_000) + `<p data-stories="none">`, exitFailed, []string{"gate.unreadable"}},
		"5 MB":                        {"x.md", "---\nstories: []\n---\n" + strings.Repeat("0123456789abcde\n", 5<<16), exitFailed, []string{"gate.unreadable", "a piece may have"}},
		"a path for an identifier":    {"x.md", "---\nstories: [../../etc/passwd]\n---\n", exitBlocked, []string{"gate.story_unknown", "../../etc/passwd"}},
		"a query for one":             {"x.md", "---\nstories: [\"' OR 1=1 --\"]\n---\n", exitBlocked, []string{"gate.story_unknown", "' OR 1=1 --"}},
		"a pattern for one":           {"x.md", "---\nstories: ['*']\n---\n", exitBlocked, []string{"gate.story_unknown"}},
		"another case":                {"x.md", "---\nstories: [" + strings.ToLower(storyID) + "]\n---\n", exitBlocked, []string{"gate.story_unknown"}},
		"a part of one":               {"x.md", "---\nstories: [LVAC3E7]\n---\n", exitBlocked, []string{"gate.story_unknown"}},
		"one good beside one unknown": {"x.md", "---\nstories: [" + storyID + ", LVANONE]\n---\n", exitBlocked, []string{"gate.story_unknown", "LVANONE"}},
		"none said and one shown":     {"x.md", "---\nstories: []\n---\n<p data-story=\"" + storyID + "\">\n", exitFailed, []string{"gate.unreadable"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := openQuick(t)
			n.mustPass(t)
			n.piece = filepath.Join(n.dir, tc.file)
			write(tc.text)(t, n.piece)
			said := n.ask(t)
			if tc.code == 0 { // either is right: to read what is beside, or to refuse it
				tc.code = said.code
			}
			said.mustBeClosed(t, tc.code, tc.says...)
			n.mustBeSound(t)
		})
	}
}

// What is no file is answered for, and the piece beside it does not pass for both.
func TestGateHostileFiles(t *testing.T) {
	for name, tc := range map[string]struct {
		make func(t *testing.T, path string)
		says []string
	}{
		"gone":        {func(*testing.T, string) {}, []string{"gate.unreadable", "no such file"}},
		"a folder":    {makeFolder, []string{"gate.unreadable", "it is a directory: name the files in it"}},
		"a link loop": {func(t *testing.T, path string) { must(t, os.Symlink(path, path)) }, []string{"gate.unreadable", "too many levels"}},
		"a dead link": {dangle, []string{"gate.unreadable", "no such file"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := openQuick(t)
			n.mustPass(t)
			bad := filepath.Join(n.dir, "bad.md")
			tc.make(t, bad)
			n.ask(t, bad).mustBeClosedBeside(t, exitFailed, tc.says...)
			n.passed++ // the good one beside it
			n.mustBeSound(t)
		})
	}
}

// mustBeClosedBeside demands that the run as a whole is closed, and that just one of its two files passes.
func (s gateSaid) mustBeClosedBeside(t *testing.T, code int, says ...string) {
	t.Helper()
	bad, good, _ := strings.Cut(s.out, "\n")
	if strings.Count(good, `"passes":true`) != 1 {
		t.Errorf("the good file does not pass: %s%s", good, s.talk)
	}
	s.out = bad
	s.mustBeClosed(t, code, says...)
}

// What a terminal obeys is shown, wherever it stands: in the name of a file, an identifier, a title, a reason.
func TestGateHostileWords(t *testing.T) {
	const evil = "\x1b[31mgreen\x1b[0m \u202eneerg\u200b"
	for name, do := range map[string]func(t *testing.T, n *newsroom) []string{
		"in a title": func(t *testing.T, n *newsroom) []string {
			inRecord(replace("- Title: BELGIUM", "- Title: <script>alert(1)</script>"+evil+" BELGIUM"))(t, n)
			inRecord(replace("(CAN SELL)", "(CAN SELL?)"))(t, n)
			return nil
		},
		"in the name of the piece": func(t *testing.T, n *newsroom) []string {
			n.piece = filepath.Join(n.dir, "x\nCLEARED "+evil+".md")
			write("---\nstories: [LVANONE]\n---\n")(t, n.piece)
			return nil
		},
		"in the name of no piece": func(_ *testing.T, n *newsroom) []string {
			n.piece = filepath.Join(n.dir, "x\nCLEARED "+evil+".md")
			return nil
		},
		"in the name of a file of the archive": func(t *testing.T, n *newsroom) []string {
			beside("x\nCLEARED "+evil, write("\x00"))(t, n)
			return nil
		},
		"in the name of the archive": func(_ *testing.T, n *newsroom) []string {
			n.stories += "\n" + evil
			return nil
		},
		"in the name of the trail": func(_ *testing.T, n *newsroom) []string {
			n.db += "\n" + evil
			return nil
		},
		"in the name of the policy": func(_ *testing.T, n *newsroom) []string {
			n.rules += "\n" + evil
			return nil
		},
		"in the name of the house": func(_ *testing.T, n *newsroom) []string {
			n.house += "\n" + evil
			return nil
		},
		"in the name of the channel": func(_ *testing.T, n *newsroom) []string {
			n.channel += "\n" + evil
			return nil
		},
		"in an identifier": func(t *testing.T, n *newsroom) []string {
			write("---\nstories: [\""+strings.ReplaceAll(evil, "\x1b", `\e`)+"\"]\n---\n")(t, n.piece)
			return nil
		},
		"in a code": func(*testing.T, *newsroom) []string { return []string{"--confirm", evil} },
		"in the output": func(_ *testing.T, n *newsroom) []string {
			return []string{"-o", filepath.Join(n.dir, "none"+evil, "x")}
		},
		"in a reason": func(t *testing.T, n *newsroom) []string {
			inRecord(replace("(CAN SELL)", "(CAN SELL?)"))(t, n)
			return []string{"--override", "sale.flag_unread", "--note", "why\n" + evil, "--approved-by", "Jane Doe", "--approved-by", evil}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := openQuick(t)
			n.mustPass(t)
			said := n.ask(t, append(do(t, n), "--format", "text")...)
			if said.code == exitGood && name != "in the output" {
				t.Errorf("it passes: %s", said.out)
			}
			if shown := said.out + said.talk; strings.ContainsAny(shown, "\x1b\u202e\u200b") || strings.HasPrefix(shown, "green") || strings.Contains(shown, "\nCLEARED") {
				t.Errorf("a terminal would obey what it says: %q", shown)
			}
		})
	}
}

// A piece that names very many stories is answered for in its time, one way or the other.
func TestGateManyStories(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	for _, many := range []int{10_000, 100_000} {
		t.Run(fmt.Sprint(many), func(t *testing.T) {
			n := openQuick(t)
			n.mustPass(t)
			var all strings.Builder
			for i := range many {
				fmt.Fprintf(&all, "- LVA%08d\n", i)
			}
			write("---\nstories:\n"+all.String()+"---\n")(t, n.piece)
			const given = 10 * time.Second
			said := n.process(t, "--timeout", given.String())
			if said.code != exitBlocked && said.code != exitFailed {
				t.Errorf("exit code %d, want %d or %d: %s", said.code, exitBlocked, exitFailed, said.talk)
			}
			said.mustBeClosed(t, said.code)
			if said.took > given+given/2 {
				t.Errorf("it took %s, %s were given", said.took, given)
			}
			t.Logf("%d stories: %s, exit code %d", many, said.took.Round(time.Millisecond), said.code)
			n.mustBeSound(t)
		})
	}
}

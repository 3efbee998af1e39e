package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"clearance/rego"
	"clearance/story/archive"
)

// peers are general tools that are handed the same rules. They judge facts that were read for them, and record nothing.
type peers struct {
	opa, conftest               string // where the programs are; "" where one is missing
	rules, adapted              string // our rules, and the same with what conftest asks for
	opaVersion, conftestVersion string
}

func (p peers) any() bool { return p.opa != "" || p.conftest != "" }

// adapter is the rule that conftest asks for: one named deny in the package main.
const adapter = `package main

deny contains finding.code if {
	some finding in data.rights.main.decision.findings
	finding.effect in {"refer", "block"}
}
`

func (b *bench) findPeers() (p peers, err error) {
	if !b.wants("peers") {
		return p, nil
	}
	p.opa, p.opaVersion = b.find(b.order.opa, "version", "Version")
	p.conftest, p.conftestVersion = b.find(b.order.conftest, "--version", "Conftest", "OPA")
	p.rules, p.adapted = filepath.Join(b.scratch, "rules"), filepath.Join(b.scratch, "adapted")
	for _, dir := range []string{p.rules, p.adapted} {
		if err := writeRules(dir); err != nil {
			return p, err
		}
	}
	return p, os.WriteFile(filepath.Join(p.adapted, "conftest.rego"), []byte(adapter), 0o666)
}

// find looks for a program, and asks for its version, which stands behind labels.
func (b *bench) find(name, ask string, labels ...string) (path, version string) {
	path, err := exec.LookPath(name)
	var versions []string
	if err == nil {
		_, err = b.process(nil, func(line []byte) {
			label, value, _ := strings.Cut(string(line), ":")
			if slices.Contains(labels, label) {
				versions = append(versions, strings.TrimSpace(label+value))
			}
		}, path, ask)
	}
	if err != nil {
		fmt.Fprintf(b.talk, "left out: %v\n", err)
		return "", ""
	}
	return path, strings.Join(versions, ", ")
}

func writeRules(dir string) error {
	if err := os.CopyFS(dir, rego.Files); err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(d.Name(), "_test.rego") {
			return os.Remove(path)
		}
		return err
	})
}

// inputs are the facts of some stories, a file each, as the peers take them.
type inputs struct {
	dir string
	writtenInputs
}

func (b *bench) writeInputs(c *column) (in inputs, err error) {
	in.dir = filepath.Join(b.scratch, "inputs")
	return in, b.part(&in.writtenInputs, "inputs", c.dir, in.dir, fmt.Sprint(b.peerStories))
}

// askPeers has each of the others judge the inputs. What they say must be what our rules say.
func (b *bench) askPeers(c *column, in inputs) error {
	if b.peers.conftest != "" {
		failed, last := 0, []byte(nil)
		s, err := b.process([]int{1}, func(line []byte) {
			if words := bytes.SplitN(line, []byte(" - "), 3); len(words) == 3 && bytes.Contains(words[0], []byte("FAIL")) && !bytes.Equal(words[1], last) {
				failed++ // the findings about one file follow each other
				last = bytes.Clone(words[1])
			}
		}, b.peers.conftest, "test", "--policy", b.peers.adapted, "--data", b.peers.adapted, "--parser", "json", in.dir)
		if err != nil {
			return err
		}
		if failed != in.NotCleared {
			return fmt.Errorf("conftest fails %d of %d stories, and our rules do not clear %d", failed, in.Written, in.NotCleared)
		}
		c.add("conftest_stories_per_second", float64(in.Written)/s.wall.Seconds())
	}
	if b.peers.opa != "" {
		cleared := 0
		s, err := b.process(nil, func(line []byte) { cleared += bytes.Count(line, []byte(`"verdict": "cleared"`)) },
			b.peers.opa, "exec", "--bundle", b.peers.rules, "--decision", "rights/main/decision", in.dir)
		if err != nil {
			return err
		}
		if cleared != in.Written-in.NotCleared {
			return fmt.Errorf("opa clears %d of %d stories, and our rules do not clear %d", cleared, in.Written, in.NotCleared)
		}
		c.add("opa_stories_per_second", float64(in.Written)/s.wall.Seconds())
	}
	return nil
}

// rival is a program that judges one story.
type rival struct {
	key     string // of its measure
	codes   []int  // of an exit that is none of an error
	program string
	args    []string
}

func (p peers) oneShots(input string) (all []rival) {
	if p.conftest != "" {
		all = append(all, rival{"shot_conftest", []int{1}, p.conftest,
			[]string{"test", "--policy", p.adapted, "--data", p.adapted, "--parser", "json", input}})
	}
	if p.opa != "" {
		all = append(all, rival{"shot_opa", nil, p.opa, []string{"eval", "--data", p.rules, "--input", input, "data.rights.main.decision"}})
	}
	return all
}

// oneStory is a story in a file of its own, and what the rules are asked about it.
type oneStory struct{ record, input string }

// writeOne writes the first story of an archive that has no damage.
func (b *bench) writeOne(c *column, dir string) (one oneStory, err error) {
	a, err := c.archive()
	if err != nil {
		return one, err
	}
	number := 0
	for a.Damage(number) != archive.Sound {
		number++
	}
	one = oneStory{filepath.Join(dir, "story.txt"), filepath.Join(dir, "input", "000001.json")}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return one, err
	}
	if err := os.WriteFile(one.record, a.Append(nil, number), 0o666); err != nil {
		return one, err
	}
	return one, b.part(&writtenInputs{}, "inputs", one.record, filepath.Dir(one.input), "1")
}

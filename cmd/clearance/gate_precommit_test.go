package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The example's piece without its credit, and with it.
const (
	uncredited = "  - id: LVA1H0U5E7Q2WXN9MKP4RZC8TB3V\n"
	credited   = uncredited + "    credit: \"COAST HERITAGE TRUST\"\n"
)

// TestPreCommitManifest runs the hook as pre-commit would: what the manifest says, what the example's configuration adds, and files.
func TestPreCommitManifest(t *testing.T) {
	var manifest []struct {
		ID, Entry, Language string
		Types               []string
		TypesOr             []string `yaml:"types_or"`
		Serial              bool     `yaml:"require_serial"`
	}
	var config struct {
		Repos []struct {
			Hooks []struct {
				ID, Files string
				Args      []string
			}
		}
	}
	readYAML(t, "../../.pre-commit-hooks.yaml", &manifest)
	readYAML(t, "../../testdata/site/pre-commit-config.yaml", &config)
	hook, asked := manifest[0], config.Repos[0].Hooks[0]
	switch {
	case len(manifest) != 1 || hook.ID != asked.ID:
		t.Fatalf("the configuration asks for %q, the manifest has %q", asked.ID, hook.ID)
	case hook.Language != "golang" || !hook.Serial:
		t.Errorf("it is to be built by Go, and to run once at a time: %+v", hook)
	case hook.Types == nil || len(hook.Types) > 0 || !slices.Contains(hook.TypesOr, "symlink"):
		t.Errorf("links would pass unseen: %+v", hook)
	case asked.Args[len(asked.Args)-1] != "--":
		t.Errorf("a file's name would be taken for a flag: %q", asked.Args)
	}
	if _, err := os.Stat(filepath.Join("..", strings.Fields(hook.Entry)[0], "main.go")); err != nil {
		t.Errorf("go install would not give the program of the entry %q: %v", hook.Entry, err)
	}
	site := copyOfSite(t)
	run := func() (string, error) {
		command := append(strings.Fields(hook.Entry), asked.Args...)
		for _, name := range namesIn(t, site) {
			if regexp.MustCompile(asked.Files).MatchString(name) {
				command = append(command, name)
			}
		}
		return inFolder(site, nil, command...)
	}
	if said, err := run(); err == nil || !strings.Contains(said, "terms.credit") {
		t.Errorf("a piece without its credit passes: %v\n%s", err, said)
	}
	mend(t, site)
	if said, err := run(); err != nil {
		t.Errorf("the pieces do not pass once they are mended: %v\n%s", err, said)
	}
	if _, err := exec.LookPath("pre-commit"); err != nil {
		t.Skip("pre-commit is not here to look at the files itself")
	}
	for command, file := range map[string]string{
		"validate-manifest": "../../.pre-commit-hooks.yaml", "validate-config": "../../testdata/site/pre-commit-config.yaml",
	} {
		if said, err := inFolder(".", []string{"PRE_COMMIT_HOME=" + t.TempDir()}, "pre-commit", command, file); err != nil || said != "" {
			t.Errorf("pre-commit %s: %v\n%s", command, err, said)
		}
	}
}

// TestPreCommit has pre-commit itself build the program from the files as they lie here, and ask it before commits. That takes
// minutes, so it is to be asked for: CLEARANCE_PRECOMMIT=1 go test ./cmd/clearance -run PreCommit
func TestPreCommit(t *testing.T) {
	if os.Getenv("CLEARANCE_PRECOMMIT") == "" {
		t.Skip("CLEARANCE_PRECOMMIT is not set")
	}
	site, tool := copyOfSite(t), t.TempDir()
	caches, err := inFolder(".", nil, "go", "env", "GOMODCACHE", "GOCACHE") // lest all is fetched and built again
	modules, built, _ := strings.Cut(strings.TrimSpace(caches), "\n")
	if err != nil {
		t.Fatalf("%v\n%s", err, caches)
	}
	env := []string{
		"HOME=" + t.TempDir(), "GIT_CONFIG_NOSYSTEM=1", "PRE_COMMIT_HOME=" + filepath.Join(t.TempDir(), "pre-commit"),
		"GOMODCACHE=" + modules, "GOCACHE=" + built,
		"GIT_AUTHOR_NAME=Tester", "GIT_AUTHOR_EMAIL=tester@example.org", "GIT_COMMITTER_NAME=Tester", "GIT_COMMITTER_EMAIL=tester@example.org",
	}
	must := func(dir string, command ...string) string {
		t.Helper()
		said, err := inFolder(dir, env, command...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", command, err, said)
		}
		return said
	}
	refused := func(why string, command ...string) {
		t.Helper()
		before, _ := inFolder(site, env, "git", "rev-parse", "HEAD")
		said, err := inFolder(site, env, command...)
		if after, _ := inFolder(site, env, "git", "rev-parse", "HEAD"); err == nil || before != after || !strings.Contains(said, why) {
			t.Errorf("%s is to be refused for %s: %v\n%s", command, why, err, said)
		}
	}

	// a repository of the program, with all that lies here
	must(tool, "git", "init", "-q")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	must(root, "git", "--git-dir="+filepath.Join(tool, ".git"), "--work-tree=.", "add", "-A")
	must(tool, "git", "commit", "-q", "-m", "all")
	config := string(readAll(t, filepath.Join(site, "pre-commit-config.yaml")))
	config = strings.Replace(config, "https://git.example.org/clearance", tool, 1)
	config = strings.Replace(config, "v1.0.0", strings.TrimSpace(must(tool, "git", "rev-parse", "HEAD")), 1)
	writeTo(t, filepath.Join(site, ".pre-commit-config.yaml"), config)
	writeTo(t, filepath.Join(site, ".gitignore"), "clearance.db*\n")

	must(site, "git", "init", "-q")
	must(site, "pre-commit", "install", "--install-hooks")
	must(site, "git", "add", ".")
	refused("terms.credit", "git", "commit", "-m", "bare")

	// what is staged counts, not what lies beside it
	mend(t, site)
	refused("terms.credit", "git", "commit", "-m", "mended, but not staged")
	must(site, "git", "add", ".")
	if said := must(site, "git", "commit", "-m", "mended"); !strings.Contains(said, "Passed") {
		t.Errorf("the gate was not asked:\n%s", said)
	}
	must(site, "pre-commit", "run", "--all-files")

	// a link is judged by what it leads to
	writeTo(t, filepath.Join(site, "draft.md"), "---\nstories:\n"+uncredited+"---\n")
	if err := os.Symlink("../draft.md", filepath.Join(site, "content/link.md")); err != nil {
		t.Fatal(err)
	}
	must(site, "git", "add", ".")
	refused("content/link.md", "git", "commit", "-m", "link")
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	if err := yaml.Unmarshal(readAll(t, path), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func copyOfSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../testdata/site")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// mend adds the credit that the example's piece lacks.
func mend(t *testing.T, site string) {
	t.Helper()
	piece := filepath.Join(site, "content/lighthouse.md")
	text := string(readAll(t, piece))
	if !strings.Contains(text, uncredited) {
		t.Fatalf("the example does not hold %q", uncredited)
	}
	writeTo(t, piece, strings.Replace(text, uncredited, credited, 1))
}

// namesIn gives the files of a folder, as git names them.
func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// inFolder runs a command and gives all that it says.
func inFolder(dir string, env []string, command ...string) (string, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

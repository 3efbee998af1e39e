package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"clearance/check/gate"
)

// Limits of GitHub's code scanning, beyond which it refuses a file or leaves something out without a word in the file.
// Source: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
const (
	maxResults = 5_000      // shown of a run
	maxRuns    = 20         // in a file
	maxRelated = 99         // locations shown of a result are 100, one of which is in the piece
	maxPacked  = 10_000_000 // bytes of a file, compressed by gzip
)

// windows says whether backslashes part folders where this runs.
const windows = os.PathSeparator == '\\'

// SARIF writes answers as SARIF 2.1.0, a result for each problem: an error for what is blocked, a warning for what is referred. What
// passes by an override is suppressed. Results are parted into runs of at most 5,000, each with a category of its own; what does not
// fit into a file that GitHub accepts whole is an error, and nothing is written.
func SARIF(w io.Writer, answers []gate.Answer, tool Tool) error {
	var all []problem
	for i := range answers {
		for _, p := range problemsOf(&answers[i]) {
			all = append(all, p.parted()...)
		}
	}
	if len(all) > maxResults*maxRuns {
		return fmt.Errorf("writing SARIF: there are %d results, and a file holds %d: gate fewer files at a time", len(all), maxResults*maxRuns)
	}
	out, err := encode(sarifOf(answers, all, tool))
	if err != nil {
		return fmt.Errorf("writing SARIF: %w", err)
	}
	if size := packed(out); size > maxPacked {
		return fmt.Errorf("writing SARIF: its %d results are %d bytes when compressed, and code hosts accept %d: gate fewer files at a time",
			len(all), size, maxPacked)
	}
	_, err = w.Write(out)
	return err
}

func encode(log sarifLog) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", " ")
	err := e.Encode(log)
	return b.Bytes(), err
}

// packed is how many bytes data has once compressed, as it is before it is uploaded.
func packed(data []byte) (size int) {
	z := gzip.NewWriter(counter{&size})
	z.Write(data) // the counter never fails
	z.Close()
	return size
}

type counter struct{ n *int }

func (c counter) Write(p []byte) (int, error) {
	*c.n += len(p)
	return len(p), nil
}

// sarifOf are all results in as few runs as hold them; one without any where nothing was found.
func sarifOf(answers []gate.Answer, all []problem, tool Tool) sarifLog {
	log := sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0"}
	rules, prints := rulesOf(tool, all), fingerprints(all)
	runs := max(1, (len(all)+maxResults-1)/maxResults)
	for n := range runs {
		from, to := n*maxResults, min((n+1)*maxResults, len(all))
		b := runBuilder{rules: rules, index: map[string]int{}}
		b.run = sarifRun{
			Tool: sarifTool{driver(tool, rules)}, Automation: sarifID{fmt.Sprintf("clearance/%d/", n+1)},
			ColumnKind:  "unicodeCodePoints",
			Invocations: []sarifInvocation{{ExecutionSuccessful: judged(answers)}},
			Artifacts:   []sarifArtifact{}, Results: []sarifResult{},
		}
		if n == 0 {
			b.pieces(answers)
		}
		for i := from; i < to; i++ {
			b.run.Results = append(b.run.Results, b.result(all[i], prints[i]))
		}
		log.Runs = append(log.Runs, b.run)
	}
	return log
}

func judged(answers []gate.Answer) bool {
	return !slices.ContainsFunc(answers, func(a gate.Answer) bool { return !a.Judged })
}

func driver(tool Tool, rules ruleList) sarifDriver {
	d := sarifDriver{Name: "clearance", Version: tool.Version, Rules: rules.all}
	if v := strings.TrimPrefix(tool.Version, "v"); semver.IsValid("v" + v) {
		d.SemanticVersion = v
	}
	return d
}

// parted is a problem as often as it takes to name all its words, each time as many as one result may.
func (p problem) parted() []problem {
	words := p.Finding.Words
	if len(words) <= maxRelated {
		return []problem{p}
	}
	var all []problem
	for part := range slices.Chunk(words, maxRelated) {
		q := p
		q.Finding.Words = part
		all = append(all, q)
	}
	return all
}

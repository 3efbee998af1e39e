package audit

import (
	"encoding/json"
	"testing"

	"github.com/gowebpki/jcs"

	"clearance/audit/leaf"
)

func TestPayloadsAgreeWithOracle(t *testing.T) {
	d := decision("é😀\u2028<")
	until := asOf
	d.Question.Use.Until = &until
	for name, v := range map[string]any{
		"reading": d.Reading, "question": d.Question, "input": d.Input, "outcome": d.Outcome,
		"unjudged": unjudged("ü"), "run": RunInfo{Args: []string{"\x01"}}, "counts": Counts{Cleared: 3},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := leaf.Canonical(v)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			want, err := jcs.Transform(raw)
			if err != nil || string(got) != string(want) {
				t.Errorf("canonical gives %s\njcs gives %s, %v", got, want, err)
			}
		})
	}
}

package policy

import (
	"slices"
	"testing"
)

// sameCut cuts a text by the uses that were met, twice, and wants what comes of it without them.
func sameCut(t *testing.T, c *cutter, met *metUses, text []byte) {
	t.Helper()
	want, got := make([][]byte, c.pieces), make([][]byte, c.pieces)
	ok := c.cut(text, want)
	for range 2 {
		if c.cutMeeting(met, text, got) != ok {
			t.Errorf("cuts %s: %t, and without the uses that were met: %t", text, !ok, ok)
		}
		if !ok {
			continue
		}
		for i := range want {
			if (got[i] == nil) != (want[i] == nil) || !slices.Equal(got[i], want[i]) {
				t.Errorf("piece %d of %s is %s, want %s", i, text, got[i], want[i])
			}
		}
	}
}

// TestCutUses cuts inputs whose uses come again behind other fields, or stand elsewhere, or twice, and some that are no JSON.
func TestCutUses(t *testing.T) {
	c, _ := cutterOf(somePaths)
	met := &newMemory(0, 0).uses
	uses := []string{
		`{"action":"sell","territory":{"codes":["GB","FR"],"everywhere":false}}`, `{"action":"sell","territory":{"codes":["GB"]}}`,
		`{"action":"sell","territory":{"codes":[]}}`, `{"action":"sell","territory":{}}`, `{"action":"sell"}`, `{"territory":{"codes":["GB"]},"action":"sell"}`,
		`{}`, `[]`, `null`, `"action"`, `1`, `{"action":"sell","action":"publish"}`, `{"action":"sell"`, `{"action":}`, `{"use":{"action":"sell"}}`,
		`{"action":"}"}`, `{"act\\u0069on":"sell"}`, ``,
	}
	for range 2 {
		for _, use := range uses {
			for _, text := range []string{
				`{"use":` + use + `}`, `{"a":{"b":{"c":1}},"use":` + use + `}`, `{"f":"x","terms":{"rules":[1]},"use":` + use + `}`,
				`{"use":` + use + `,"f":1}`, `{"use":1,"use":` + use + `}`, `{"use":` + use + `,"use":{"action":"sell"}}`,
				`{"a":{"use":` + use + `}}`, `{"use":` + use, `{"use":` + use + `}}`, `{"use":` + use + `} `, `{"use":` + use + ` }`,
			} {
				sameCut(t, c, met, []byte(text))
			}
		}
	}
	if len(met.of) < 8 {
		t.Errorf("only %d uses were met", len(met.of))
	}
}

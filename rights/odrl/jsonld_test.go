package odrl

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"
)

//go:embed testdata/w3c/ODRL22.context.json
var w3cContext string

// embedded loads the context of the W3C and nothing else: no test reaches for the network.
type embedded struct{}

func (embedded) LoadDocument(url string) (*ld.RemoteDocument, error) {
	if url != odrlContext {
		return nil, fmt.Errorf("no document %s here", url)
	}
	document, err := ld.DocumentFromReader(strings.NewReader(w3cContext))
	return &ld.RemoteDocument{DocumentURL: url, Document: document}, err
}

// checkExpansion lets a JSON-LD processor expand and compact a policy, and checks that it drops and changes nothing.
func checkExpansion(t *testing.T, policy []byte) {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(policy, &doc); err != nil {
		t.Fatal(err)
	}
	context := doc["@context"]
	processor, options := ld.NewJsonLdProcessor(), ld.NewJsonLdOptions("")
	options.DocumentLoader = embedded{}
	expanded, err := processor.Expand(doc, options)
	if err != nil {
		t.Fatalf("expand: %v\n%s", err, policy)
	}
	delete(doc, "@context")
	if got, want := leaves(expanded), leaves(doc); got != want || want < 4 {
		t.Errorf("%d of %d values are left once it is expanded\n%s", got, want, policy)
	}
	if name := unmapped(expanded); name != "" {
		t.Errorf("%s is no IRI once it is expanded\n%s", name, policy)
	}
	compacted, err := processor.Compact(expanded, context, options)
	if err != nil {
		t.Fatalf("compact: %v", err)
	}
	again, err := processor.Expand(compacted, options)
	if err != nil {
		t.Fatalf("expand again: %v", err)
	}
	if !reflect.DeepEqual(again, expanded) {
		t.Errorf("compacted and expanded again, it differs\n%s", policy)
	}
}

// leaves counts the values in it that have no parts.
func leaves(v any) int {
	n := 0
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			n += leaves(inner)
		}
	case []any:
		for _, inner := range v {
			n += leaves(inner)
		}
	default:
		n = 1
	}
	return n
}

// unmapped gives the first name or identifier that is no absolute IRI and no keyword.
func unmapped(v any) string {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if !strings.HasPrefix(name, "@") && !strings.Contains(name, ":") {
				return name
			}
			if id, ok := inner.(string); ok && name == "@id" && !absolute(id) {
				return id
			}
			if found := unmapped(inner); found != "" {
				return found
			}
		}
	case []any:
		for _, inner := range v {
			if found := unmapped(inner); found != "" {
				return found
			}
		}
	}
	return ""
}

// absolute knows the schemes that policies use: a prefix that no context defines would look like one.
func absolute(iri string) bool {
	return strings.HasPrefix(iri, "http://") || strings.HasPrefix(iri, "https://") || strings.HasPrefix(iri, "urn:")
}

// The terms mean what the standards call them.
func TestTermsExpand(t *testing.T) {
	doc := map[string]any{"@context": []any{odrlContext, toAny(t, terms)}}
	var actionsOf []any
	for _, a := range []string{"use", transfer, actions["sell"], actions["archive"], actions["train"], duties["logo"], duties["faces"]} {
		actionsOf = append(actionsOf, a)
	}
	doc["action"] = actionsOf
	processor, options := ld.NewJsonLdProcessor(), ld.NewJsonLdOptions("")
	options.DocumentLoader = embedded{}
	expanded, err := processor.Expand(doc, options)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(expanded)
	for _, want := range []string{
		"http://www.w3.org/ns/odrl/2/use", "http://www.w3.org/ns/odrl/2/transfer", "http://www.w3.org/ns/odrl/2/sell",
		"http://iptc.org/std/RightsML/2011-10-07/archive", "http://www.w3.org/ns/tdmrep#mine", "urn:clearance:keepLogo",
		"http://www.w3.org/ns/odrl/2/anonymize",
	} {
		if !strings.Contains(text, "@id:"+want+"]") {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

func toAny(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

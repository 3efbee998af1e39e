package policy_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"clearance/policy"
	"clearance/rego"
)

func TestLoadBuiltIn(t *testing.T) {
	house := map[string]any{"raise": map[string]string{"holder.pool": "refer"}}
	quick, err := policy.LoadBuiltIn(t.Context(), rego.Files, house)
	if err != nil {
		t.Fatal(err)
	}
	full := load(t, rego.Files, house)
	if quick.Revision() != full.Revision() || !bytes.Equal(quick.Bundle(), full.Bundle()) || !reflect.DeepEqual(quick.Rules(), full.Rules()) {
		t.Error("it is another policy than the one that is checked")
	}
	for _, in := range generated(t, 300) {
		if got, want := decide(t, quick, in), decide(t, full, in); !reflect.DeepEqual(got, want) {
			t.Fatalf("it decides %v, the one that is checked %v, of %+v", got, want, in)
		}
	}
}

// Rules that differ in a byte are not those that were checked.
func TestLoadBuiltInChecksOthers(t *testing.T) {
	for name, rules := range map[string]edit{
		"a state that no field can hold": {saleFile: add(metadata + madeUp + `input.holder.sale == "no such state"`)},
		"a field that there is not":      {saleFile: add(metadata + madeUp + `input.holder.no_such_field`)},
		"a topic that nobody hears":      {"rights/rules/made_up/made_up.rego": write("package rights.rules.made_up\n" + strings.ReplaceAll(metadata+madeUp, "sale.made_up", "made_up.made_up") + "true\n")},
	} {
		t.Run(name, func(t *testing.T) {
			_, want := policy.Load(t.Context(), edited(t, rules), nil)
			_, got := policy.LoadBuiltIn(t.Context(), edited(t, rules), nil)
			if want == nil || got == nil || got.Error() != want.Error() {
				t.Errorf("it says %v, not %v", got, want)
			}
		})
	}
}

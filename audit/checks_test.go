package audit

import "testing"

// The digest is of the schema that this program makes: while it is not, every opening of a log makes one to compare with.
func TestSchemaSum(t *testing.T) {
	objects, err := freshSchema()
	if err != nil {
		t.Fatal(err)
	}
	if sum := sumOf(objects); sum != schemaSum {
		t.Errorf("the migrations make another schema: make schemaSum %q", sum)
	}
}

func TestSumOfTellsSchemasApart(t *testing.T) {
	seen := map[string]bool{}
	for _, objects := range []map[string]string{
		nil, {"table a": ""}, {"table a": "b"}, {"table ab": ""}, {"table a": "", "table b": ""}, {"table a": "b", "table b": ""}, {"table a": "", "table b": "b"},
	} {
		sum := sumOf(objects)
		if seen[sum] || sum == schemaSum {
			t.Errorf("%v has the digest of another schema", objects)
		}
		seen[sum] = true
	}
}

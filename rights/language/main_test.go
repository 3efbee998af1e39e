package language

import (
	"os"
	"testing"
)

// The tests look into the grammar, which is read with the first text.
func TestMain(m *testing.M) {
	learn()
	os.Exit(m.Run())
}

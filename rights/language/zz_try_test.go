package language

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTry(t *testing.T) {
	b, _ := os.ReadFile("/tmp/lang_try.txt")
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		l = strings.ReplaceAll(l, `\n`, "\n")
		fmt.Printf("%q => %s\n", l, show(l))
	}
}

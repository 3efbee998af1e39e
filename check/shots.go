package check

import (
	"cmp"
	"fmt"
	"strings"
)

// writeShots lists the shots, those side by side that say the same as one. A story without terms beside a shot has a note on their
// sources, and no list.
func (d Decision) writeShots(b *strings.Builder, s Style) {
	if !d.hasShotTerms() {
		return
	}
	fmt.Fprintf(b, "\n%s\n", s.paint(bold, "Shots"))
	for i := 0; i < len(d.Shots); {
		shot, j := d.Shots[i], i+1
		for j < len(d.Shots) && d.Shots[j].Source == shot.Source && d.Shots[j].Terms == shot.Terms {
			j++
		}
		number := fmt.Sprint(i + 1)
		if j > i+1 {
			number = fmt.Sprintf("%d–%d", i+1, j)
		}
		source := cmp.Or(Visible(shot.Source), "no source")
		fmt.Fprintf(b, "  %-5s  %s: %s\n", number, source, cmp.Or(Visible(shot.Terms), s.paint(dim, "no terms of its own")))
		i = j
	}
}

func (d Decision) hasShotTerms() bool {
	for _, shot := range d.Shots {
		if shot.Terms != "" {
			return true
		}
	}
	return false
}

package avails

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestOutlines wants every outline on the map, no code twice, and no line across the map, such as one that goes around the world.
func TestOutlines(t *testing.T) {
	const longest = 300 // units: no border is straight for longer
	number := regexp.MustCompile(`-?\d+`)
	seen := map[string]bool{}
	dots, paths := 0, 0
	inside := func(o outline, x, y int) {
		if x < 0 || x > worldWidth || y < 0 || y > worldHeight {
			t.Errorf("%s is off the map at %d %d", o.Name, x, y)
		}
	}
	for _, o := range world() {
		if o.Code != "" && (seen[o.Code] || len(o.Code) != 2) {
			t.Errorf("the code %q of %s", o.Code, o.Name)
		}
		seen[o.Code] = true
		if o.Path == "" {
			dots++
			inside(o, o.X, o.Y)
			continue
		}
		paths++
		for _, ring := range strings.Split(o.Path, "M")[1:] {
			x, y := 0, 0
			for i, text := range number.FindAllString(ring, -1) {
				step, err := strconv.Atoi(text)
				if err != nil {
					t.Fatal(err)
				}
				if i > 1 && (step > longest || step < -longest) {
					t.Errorf("%s has a line of %d units", o.Name, step)
				}
				if i%2 == 0 {
					x += step
				} else {
					y += step
					inside(o, x, y)
				}
			}
		}
	}
	if paths < 175 || dots < 60 {
		t.Errorf("%d paths and %d dots", paths, dots)
	}
}

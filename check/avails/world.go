package avails

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// worldText says in its first lines where the outlines are from.
//
//go:generate sh -c "go run ./map countries-110m.json countries-50m.json > world.txt"
//go:embed world.txt
var worldText string

// The map's size in its own units.
const (
	worldWidth  = 4000
	worldHeight = 1780 // with a margin, down to the southernmost land but Antarctica
)

// An outline is a country on the map: a path, or a dot where it is too small for one.
type outline struct {
	Code string // ISO 3166-1 alpha-2, "" for what has none
	Name string // as the source has it
	Path string // of SVG, "" for a dot
	X, Y int    // the middle of a dot
}

var world = sync.OnceValue(func() []outline {
	var all []outline
	for line := range strings.Lines(worldText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(strings.TrimSpace(line), "\t")
		if len(parts) != 3 {
			panic("world.txt: not a code, a name and a path in: " + line)
		}
		o := outline{Code: parts[0], Name: parts[1], Path: parts[2]}
		if o.Code == "-" {
			o.Code = ""
		}
		if at, dot := strings.CutPrefix(o.Path, "@"); dot {
			o.Path = ""
			if _, err := fmt.Sscan(at, &o.X, &o.Y); err != nil {
				panic("world.txt: no place of a dot in: " + line)
			}
		}
		all = append(all, o)
	}
	return all
})

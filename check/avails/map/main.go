// Command map makes world.txt, the outlines of the world that an avails page colours.
//
// The outlines are Natural Earth's (naturalearthdata.com, version 4.1.0, public domain), as the npm package world-atlas 2.0.2
// hands them on as TopoJSON: countries at 1:110 million, and a dot for each country that is too small for that scale, placed by
// the outlines at 1:50 million. To make it again, unpack that package and, from its folder, run
//
//	map countries-110m.json countries-50m.json > world.txt
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"

	"golang.org/x/text/language"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "map:", err)
		os.Exit(1)
	}
}

func run(args []string, w io.Writer) error {
	if len(args) != 2 {
		return fmt.Errorf("want 2 files, countries-110m.json and countries-50m.json, not %d", len(args))
	}
	coarse, err := readCountries(args[0])
	if err != nil {
		return err
	}
	fine, err := readCountries(args[1])
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprint(out, heading)
	drawn := map[string]bool{"AQ": true} // it would take a fifth of the map
	for _, c := range coarse {
		if c.code != "AQ" {
			drawn[c.code] = true
			fmt.Fprintf(out, "%s\t%s\t%s\n", c.code, c.name, c.path())
		}
	}
	for _, c := range fine {
		if !drawn[c.code] {
			x, y := project(c.middle())
			fmt.Fprintf(out, "%s\t%s\t@%d %d\n", c.code, c.name, x, y)
		}
	}
	return out.Flush()
}

const heading = `# The outlines of the world, made by the command in the folder map beside this file.
# Source: Natural Earth 4.1.0, public domain, from the npm package world-atlas 2.0.2. Equal Earth projection, 4000 units wide.
# Of each line: ISO 3166-1 alpha-2 code (- where there is none), the source's name, an SVG path or the middle of a dot (@x y).
`

// A point is degrees east and north.
type point struct{ lon, lat float64 }

// A country is one code with all its rings. A ring inside another one is a hole of it.
type country struct {
	code, name string
	polygons   [][][]point
}

// parts are places with codes of their own that the source draws as a part of a country: its code, and a box around the place.
var parts = []struct {
	of, code, name           string
	west, south, east, north float64
}{
	{"FR", "GF", "French Guiana", -55, 2, -51, 6},
	{"FR", "GP", "Guadeloupe", -62, 15.7, -60.9, 16.6},
	{"FR", "MQ", "Martinique", -61.3, 14.3, -60.7, 15},
	{"FR", "RE", "Réunion", 55, -21.5, 56, -20.8},
	{"FR", "YT", "Mayotte", 45, -13.1, 45.4, -12.6},
	{"NO", "SJ", "Svalbard and Jan Mayen", -10, 70.8, 35, 81},
	{"NO", "BV", "Bouvet Island", 3, -55, 4, -54},
	{"NL", "BQ", "Caribbean Netherlands", -69, 12, -62, 18},
	{"-", "CX", "Christmas Island", 105, -11, 106, -10},
	{"-", "CC", "Cocos (Keeling) Islands", 96, -13, 97, -11},
	{"NZ", "TK", "Tokelau", -173, -10, -171, -8},
}

// unnumbered are places that have a code by custom but no number in ISO 3166-1.
var unnumbered = map[string]string{"Kosovo": "XK"}

// topology is the part of TopoJSON that the source uses.
type topology struct {
	Arcs      [][][2]int
	Transform struct{ Scale, Translate [2]float64 }
	Objects   struct {
		Countries struct {
			Geometries []struct {
				Type       string
				ID         string
				Arcs       json.RawMessage
				Properties struct{ Name string }
			}
		}
	}
}

// readCountries reads the countries of a file, in the order of their codes.
func readCountries(path string) ([]country, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var all []country
	for _, g := range t.Objects.Countries.Geometries {
		c := country{code: unnumbered[g.Properties.Name], name: g.Properties.Name}
		if number, err := strconv.Atoi(g.ID); err == nil {
			region, err := language.EncodeM49(number)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", path, c.name, err)
			}
			c.code = region.String()
		}
		c.code = cmp.Or(c.code, "-")
		var polygons [][][]int
		if g.Type == "Polygon" {
			polygons = make([][][]int, 1)
			err = json.Unmarshal(g.Arcs, &polygons[0])
		} else {
			err = json.Unmarshal(g.Arcs, &polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, c.name, err)
		}
		for _, p := range polygons {
			c.polygons = append(c.polygons, atEdges(t.rings(p))...)
		}
		all = append(all, c.apart()...)
	}
	slices.SortStableFunc(all, func(a, b country) int { return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.name, b.name)) })
	return all, nil
}

// rings joins arcs to rings. An arc's points are steps from one to the next; one with a negative number runs backwards.
func (t topology) rings(polygon [][]int) [][]point {
	var rings [][]point
	for _, arcs := range polygon {
		var ring []point
		for _, n := range arcs {
			x, y := 0, 0
			var line []point
			for _, step := range t.Arcs[max(n, ^n)] {
				x, y = x+step[0], y+step[1]
				line = append(line, point{
					float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0], float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1],
				})
			}
			if n < 0 {
				slices.Reverse(line)
			}
			ring = append(ring, line...)
		}
		rings = append(rings, ring)
	}
	return rings
}

// atEdges cuts a polygon that goes over the antimeridian in two, one for each edge of the map.
func atEdges(polygon [][]point) [][][]point {
	over := func(step float64) bool { return math.Abs(step) > 180 }
	crosses := false
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			if step := ring[i].lon - ring[i-1].lon; over(step) { // the ring goes on beyond the edge
				ring[i].lon -= math.Copysign(360, step)
				crosses = true
			}
		}
	}
	if !crosses {
		return [][][]point{polygon}
	}
	var parts [][][]point
	for _, shift := range []float64{-360, 0, 360} {
		var part [][]point
		for _, ring := range polygon {
			moved := slices.Clone(ring)
			for i := range moved {
				moved[i].lon += shift
			}
			if moved = beyond(beyond(moved, -180, 1), 180, -1); len(moved) > 2 {
				part = append(part, moved)
			}
		}
		if len(part) > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

// beyond keeps what of a ring lies east (side 1) or west (side -1) of a meridian.
func beyond(ring []point, meridian, side float64) []point {
	var kept []point
	for i, p := range ring {
		before := ring[(i+len(ring)-1)%len(ring)]
		in, wasIn := (p.lon-meridian)*side >= 0, (before.lon-meridian)*side >= 0
		if in != wasIn {
			share := (meridian - before.lon) / (p.lon - before.lon)
			kept = append(kept, point{meridian, before.lat + share*(p.lat-before.lat)})
		}
		if in {
			kept = append(kept, p)
		}
	}
	return kept
}

// apart takes out of a country what has a code of its own.
func (c country) apart() []country {
	taken := map[string]*country{}
	rest := country{code: c.code, name: c.name}
	var order []string
	for _, polygon := range c.polygons {
		middle, code := country{polygons: [][][]point{polygon}}.middle(), ""
		for _, p := range parts {
			if p.of == c.code && middle.lon > p.west && middle.lon < p.east && middle.lat > p.south && middle.lat < p.north {
				if code = p.code; taken[code] == nil {
					taken[code] = &country{code: p.code, name: p.name}
					order = append(order, code)
				}
			}
		}
		if code == "" {
			rest.polygons = append(rest.polygons, polygon)
		} else {
			taken[code].polygons = append(taken[code].polygons, polygon)
		}
	}
	var all []country
	if len(rest.polygons) > 0 {
		all = append(all, rest)
	}
	for _, code := range order {
		all = append(all, *taken[code])
	}
	return all
}

// middle is the middle of the largest polygon's box.
func (c country) middle() point {
	largest, middle := -1.0, point{}
	for _, polygon := range c.polygons {
		low, high := polygon[0][0], polygon[0][0]
		for _, p := range polygon[0] {
			low = point{min(low.lon, p.lon), min(low.lat, p.lat)}
			high = point{max(high.lon, p.lon), max(high.lat, p.lat)}
		}
		if size := (high.lon - low.lon) * (high.lat - low.lat); size > largest {
			largest, middle = size, point{(low.lon + high.lon) / 2, (low.lat + high.lat) / 2}
		}
	}
	return middle
}

// path writes a country as an SVG path in whole units, from point to point.
func (c country) path() string {
	var path []byte
	for _, polygon := range c.polygons {
		for _, ring := range polygon {
			var points [][2]int
			for _, p := range ring {
				x, y := project(p)
				if here := [2]int{x, y}; len(points) == 0 || points[len(points)-1] != here {
					points = append(points, here)
				}
			}
			if len(points) > 1 && points[0] == points[len(points)-1] {
				points = points[:len(points)-1]
			}
			if len(points) < 3 {
				continue
			}
			path = fmt.Appendf(path, "M%d %dl", points[0][0], points[0][1])
			for i := 1; i < len(points); i++ {
				path = number(path, points[i][0]-points[i-1][0], i > 1)
				path = number(path, points[i][1]-points[i-1][1], true)
			}
			path = append(path, 'z')
		}
	}
	return string(path)
}

// number writes a number behind another one: a sign parts them as well as a space.
func number(path []byte, n int, behind bool) []byte {
	if behind && n >= 0 {
		path = append(path, ' ')
	}
	return strconv.AppendInt(path, int64(n), 10)
}

// The map is 4000 units wide. Its northern edge is that of the northernmost land.
const (
	width = 4000.0
	north = 83.7 // degrees
)

// project gives a point's place on the map: Equal Earth (Šavrič, Patterson, Jenny 2018), in which areas are true to each other.
func project(p point) (x, y int) {
	across, _ := equalEarth(point{180, 0})
	_, top := equalEarth(point{0, north})
	scale := width / (2 * across)
	east, up := equalEarth(p)
	return int(math.Round((east + across) * scale)), int(math.Round((top - up) * scale))
}

func equalEarth(p point) (x, y float64) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	root := math.Sqrt(3) / 2
	t := math.Asin(root * math.Sin(p.lat*math.Pi/180))
	t2 := t * t
	t6 := t2 * t2 * t2
	x = p.lon * math.Pi / 180 * math.Cos(t) / (root * (a1 + 3*a2*t2 + t6*(7*a3+9*a4*t2)))
	return x, t * (a1 + a2*t2 + t6*(a3+a4*t2))
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tiny is a world of Norway, with Svalbard drawn as a part of it, of Fiji, which lies on the antimeridian, and of a place without a number.
const tiny = `{"type":"Topology","transform":{"scale":[1,1],"translate":[0,0]},
"arcs":[[[5,60],[5,0],[0,5]],[[5,60],[0,5],[5,0]],[[15,77],[5,0],[0,3],[-5,-3]],[[178,-18],[4,0],[0,2],[-4,0],[0,-2]],[[40,10],[3,0],[0,3],[-3,-3]]],
"objects":{"countries":{"geometries":[
{"type":"MultiPolygon","id":"578","arcs":[[[0,-2]],[[2]]],"properties":{"name":"Norway"}},
{"type":"Polygon","id":"242","arcs":[[3]],"properties":{"name":"Fiji"}},
{"type":"Polygon","arcs":[[4]],"properties":{"name":"Nowhere"}}]}}}`

func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiny.json")
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(tiny, "[178,-18],[4,0],[0,2],[-4,0],[0,-2]", "[178,-18],[-356,0],[0,2],[356,0],[0,-2]")), 0o644); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := run([]string{path, path}, &b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	lines = lines[strings.Count(heading, "\n"):]
	var codes []string
	for _, line := range lines {
		codes = append(codes, line[:strings.Index(line, "\tM")])
	}
	if got, want := strings.Join(codes, "; "), "-\tNowhere; FJ\tFiji; NO\tNorway; SJ\tSvalbard and Jan Mayen"; got != want {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
	if fiji := lines[1]; strings.Count(fiji, "M") != 2 || strings.Contains(fiji, "l3") {
		t.Errorf("Fiji is not cut at the antimeridian: %s", fiji)
	}
	if norway := lines[2]; strings.Count(norway, "M") != 1 || !strings.HasSuffix(norway, "z") {
		t.Errorf("Norway is not one ring: %s", norway)
	}
	if err := run([]string{path}, &b); err == nil {
		t.Error("one file is enough")
	}
}

package gate

import (
	"bytes"
	"unicode/utf8"

	"clearance/check"
)

// Region is a stretch of bytes of a file, with its lines and columns for whoever looks at it in an editor.
type Region struct {
	From                   string // the file
	Start, End             int64  // bytes of the file
	StartLine, StartColumn int    // counted from 1, columns in Unicode code points
	EndLine, EndColumn     int    // EndColumn is that behind the last character
}

// Problem is one thing that keeps a piece from being cleared.
type Problem struct {
	Finding check.Finding // its effect is refer or block
	Need    []string      // what to do, where that is more than the finding's remedy
	Story   *Story        // the one it is about, nil where it is the piece itself
}

// Problems are all that keep a piece from being cleared, in the order in which they are shown.
func (a *Answer) Problems() (all []Problem) {
	for _, f := range barring(a.Findings) {
		all = append(all, Problem{Finding: f})
	}
	for i := range a.Stories {
		s := &a.Stories[i]
		need := map[string][]string{}
		for _, c := range s.Conditions {
			need[c.Code] = c.Need
		}
		for _, f := range s.against() {
			all = append(all, Problem{f, need[f.Code], s})
		}
	}
	return all
}

// Named is where a piece names a story; where it is a file of records, where the record begins.
func (a *Answer) Named(s *Story) Region {
	end := s.End
	if a.Piece.Kind == recordKind { // its first line stands for it
		end = s.Start + bytes.IndexByte(append(a.raw[s.Start:len(a.raw):len(a.raw)], '\n'), '\n')
	}
	return region(a.Piece.From, a.raw, s.Start, end, 0, 1)
}

// Quoted is where the words of a finding stand: in the record of the story.
func (s *Story) Quoted(w check.Words) (Region, bool) {
	if s.Decision == nil || w.Absent || w.Start < 0 || w.End < w.Start || w.End > len(s.record) {
		return Region{}, false
	}
	return region(s.Decision.Story.From, s.record, w.Start, w.End, s.Decision.Story.Offset, s.line), true
}

// region measures raw[start:end], where raw begins at an offset of its file, on a line.
func region(from string, raw []byte, start, end int, offset int64, line int) Region {
	r := Region{From: from, Start: offset + int64(start), End: offset + int64(end)}
	r.StartLine, r.StartColumn = position(raw, start, line)
	r.EndLine, r.EndColumn = position(raw, end, line)
	return r
}

// position is the line and the column of a byte. A record begins at the start of a line.
func position(raw []byte, at, line int) (int, int) {
	before := raw[:min(max(at, 0), len(raw))]
	last := bytes.LastIndexByte(before, '\n') + 1
	return line + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[last:])
}

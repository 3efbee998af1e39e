package piece_test

import (
	"fmt"

	"clearance/story/piece"
)

func ExampleRead() {
	article := `---
stories:
- id: LVAC3E7SOXFSZZRMOKUZF9KEMHT5
  shots: [2, 1]
  seconds: 12.5
  credit: Courtesy of NATO
---
# Talks in Brussels

Pictures: Courtesy of NATO.
`
	p, err := piece.Read("talks.md", piece.Markdown, []byte(article))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range p.Uses {
		fmt.Println(u.ID, u.Shots, *u.Seconds, u.Credit, u.Line, u.Column)
	}
	fmt.Println(p.Text)

	_, err = piece.Read("talks.md", piece.Markdown, []byte("---\nstories: none\n---\n"))
	fmt.Println(err)
	// Output:
	// LVAC3E7SOXFSZZRMOKUZF9KEMHT5 [1 2] 13 Courtesy of NATO 3 7
	// Talks in Brussels
	// Pictures: Courtesy of NATO.
	// read piece "talks.md": line 2: stories is no list: write a list of identifiers, or [] where none is used
}

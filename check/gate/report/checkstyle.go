package report

import (
	"encoding/xml"
	"io"
	"strings"

	"clearance/check/gate"
)

type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// Checkstyle writes answers as the XML of Checkstyle 4.3: a file for each piece, an error for each problem. What is blocked
// has the severity error, what is referred warning, and what passes by an override info.
func Checkstyle(w io.Writer, answers []gate.Answer, _ Tool) error {
	doc := checkstyle{Version: "4.3"}
	for i := range answers {
		file := checkstyleFile{Name: place(answers[i].Piece.From)}
		for _, p := range problemsOf(&answers[i]) {
			e := checkstyleError{p.at.StartLine, p.at.StartColumn, level(p.Finding.Effect), strings.Join(p.lines(), "\n"), "clearance." + shown(p.Finding.Code)}
			if p.passed != nil {
				e.Severity = "info"
			}
			file.Errors = append(file.Errors, e)
		}
		doc.Files = append(doc.Files, file)
	}
	return writeXML(w, doc)
}

func writeXML(w io.Writer, doc any) error {
	data, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}

package report

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"

	"clearance/check"
)

// stdin is the path that stands for standard input.
const stdin = "-"

// place is the path of a file as formats carry it that quote it. It is exact, so that the file is found, unless it would
// be obeyed, or hide or turn around what stands beside it.
func place(from string) string {
	switch {
	case from == stdin:
		return "standard input"
	case from == "":
		return "unnamed"
	case strings.ContainsFunc(from, disguises), logging.MatchString(from):
		return logging.ReplaceAllString(check.Visible(from), "##$1 [")
	}
	return from
}

func disguises(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) ||
		r == unicode.ReplacementChar || unicode.Is(unicode.Noncharacter_Code_Point, r)
}

var (
	drive = regexp.MustCompile(`^[A-Za-z]:[\\/]`)
	share = regexp.MustCompile(`^\\\\[\w.-]+\\`)
)

// uri is the path of a file as a URI reference (RFC 3986): relative where the path is, otherwise with the scheme file. Paths
// with a drive letter and of shares are of Windows wherever they are read; others are where backslashes part folders.
func uri(from string, windows bool) string {
	switch from {
	case stdin:
		return "standard-input"
	case "":
		return "unnamed"
	}
	slashed := from
	if windows || drive.MatchString(from) || share.MatchString(from) {
		slashed = strings.ReplaceAll(from, `\`, "/")
	}
	switch {
	case drive.MatchString(from):
		return "file:///" + from[:2] + escaped(path.Clean(slashed[2:]))
	case share.MatchString(from):
		return "file:/" + escaped(path.Clean(slashed))
	case strings.HasPrefix(slashed, "/"):
		return "file://" + escaped(path.Clean(slashed))
	}
	return escaped(path.Clean(slashed))
}

// escaped percent-encodes the parts of a path, byte by byte where it is no UTF-8. A colon would make a scheme of the first.
func escaped(slashed string) string {
	parts := strings.Split(slashed, "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(part), ":", "%3A")
	}
	return strings.Join(parts, "/")
}

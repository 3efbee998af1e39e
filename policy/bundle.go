package policy

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/util"
)

// FromBundle loads a policy from the bytes that Bundle gave, under the same revision. It refuses any other tar, even one with the
// same content, so that one policy has one revision.
func FromBundle(b []byte) (*Policy, error) {
	sources, err := readBundle(b)
	if err != nil {
		return nil, fmt.Errorf("read the policy bundle: %w", err)
	}
	var house map[string]any
	if err := decode(sources[houseFile], &house); err != nil || house == nil {
		return nil, fmt.Errorf("read the policy bundle: %s is missing or no object; take a bundle that this program wrote", houseFile)
	}
	delete(sources, houseFile)
	delete(sources, indexFile) // made anew, and compared below
	p, err := build(sources, house, false)
	if err != nil {
		return nil, fmt.Errorf("load the policy bundle: %w", err)
	}
	if !bytes.Equal(p.bundle, b) {
		return nil, errors.New("load the policy bundle: its bytes are not those of a bundle with this content; take one that this program wrote")
	}
	return p, nil
}

// writeBundle writes everything that decides as a tar whose bytes depend on nothing else.
func writeBundle(sources files, house, index map[string]any) ([]byte, error) {
	all := maps.Clone(sources)
	var err error
	if all[houseFile], err = writeData(house); err != nil {
		return nil, err
	}
	if all[indexFile], err = writeData(index); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		// USTAR is the oldest form with nothing optional in it. The zero time is written as 1970.
		header := &tar.Header{Name: name, Mode: 0o644, Size: int64(len(all[name])), Typeflag: tar.TypeReg, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(header); err != nil {
			return nil, fmt.Errorf("write %s into the bundle: %w; give it a plain and shorter name", name, err)
		}
		if _, err := w.Write(all[name]); err != nil {
			return nil, fmt.Errorf("write %s into the bundle: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("end the bundle: %w", err)
	}
	return b.Bytes(), nil
}

func readBundle(b []byte) (files, error) {
	sources, left := files{}, int64(len(b)) // a sparse file of a few bytes may stand for terabytes
	for r := tar.NewReader(bytes.NewReader(b)); ; {
		header, err := r.Next()
		if err == io.EOF {
			return sources, nil
		}
		if err != nil {
			return nil, err
		}
		if left -= header.Size; header.Format != tar.FormatUSTAR || header.Size < 0 || left < 0 {
			return nil, fmt.Errorf("%s is not as this program writes it", header.Name)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", header.Name, err)
		}
		if isRule(header.Name) || isData(header.Name) { // a bundle with anything else is refused when bytes are compared
			sources[header.Name] = content
		}
	}
}

// writeData writes a data file: sorted keys, two spaces, one final line end.
func writeData(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write data as JSON: %w", err)
	}
	return append(b, '\n'), nil
}

// decode reads JSON and keeps numbers as they are written.
func decode(b []byte, v any) error { return util.UnmarshalJSON(b, v) }

// readData reads all data files into the one document that rules know as data.
func readData(sources files) (map[string]any, error) {
	data := map[string]any{}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		if !isData(name) {
			continue
		}
		var content map[string]any
		if err := util.Unmarshal(sources[name], &content); err != nil || content == nil {
			problems = append(problems, fmt.Errorf("%s:1: is not an object in JSON or YAML; correct it", name))
			continue
		}
		if dir := path.Dir(name); dir != "." {
			parts := strings.Split(dir, "/")
			slices.Reverse(parts)
			for _, part := range parts {
				content = map[string]any{part: content}
			}
		}
		for _, own := range []string{"rights", "house", "index"} {
			if _, shadows := content[own]; shadows {
				problems = append(problems, fmt.Errorf("%s:1: would shadow data.%s, which is not for data files; move it elsewhere", name, own))
			}
		}
		if key := merge(data, content); key != "" {
			problems = append(problems, fmt.Errorf("%s:1: %s is also in another data file; keep one of them", name, key))
		}
	}
	return data, errors.Join(problems...)
}

// merge adds content to data. It gives the path of the first key, in sorted order, that both hold, and "" if there is none.
func merge(data, content map[string]any) string {
	for _, key := range slices.Sorted(maps.Keys(content)) {
		old, held := data[key]
		if !held {
			data[key] = content[key]
			continue
		}
		below, ok := old.(map[string]any)
		more, also := content[key].(map[string]any)
		if !ok || !also {
			return key
		}
		if rest := merge(below, more); rest != "" {
			return key + "." + rest
		}
	}
	return ""
}

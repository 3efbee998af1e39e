package evidence

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// proofHead is the first line of a C2SP tlog-proof: a line with an index, the hashes of the proof, an empty line, a checkpoint.
const proofHead = "c2sp.org/tlog-proof@v1\n"

// mostHashes is the height of the largest tree.
const mostHashes = 63

// proof says that a leaf is part of the tree that a checkpoint signs.
type proof struct {
	index  int64
	hashes tlog.RecordProof
	note   string // of the checkpoint
}

func (p proof) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%sindex %d\n", proofHead, p.index)
	for _, h := range p.hashes {
		fmt.Fprintf(&b, "%s\n", h)
	}
	return b.String() + "\n" + p.note
}

// parseProof reads a proof. The form allows a line with extra data; ours have none, and one that has is refused.
func parseProof(text string) (p proof, err error) {
	rest, ok := strings.CutPrefix(text, proofHead)
	head, note, parted := strings.Cut(rest, "\n\n")
	if !ok || !parted {
		return p, errors.New("it is no tlog-proof")
	}
	lines := strings.Split(head, "\n")
	index, ok := strings.CutPrefix(lines[0], "index ")
	if p.index, err = strconv.ParseInt(index, 10, 64); !ok || err != nil || p.index < 0 || strconv.FormatInt(p.index, 10) != index {
		return p, fmt.Errorf("its line %q is no index", lines[0])
	}
	if len(lines)-1 > mostHashes {
		return p, fmt.Errorf("it has %d hashes, more than any tree needs", len(lines)-1)
	}
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(hash) != tlog.HashSize {
			return p, fmt.Errorf("its line %q is no hash", line)
		}
		p.hashes = append(p.hashes, tlog.Hash(hash))
	}
	p.note = note
	return p, nil
}

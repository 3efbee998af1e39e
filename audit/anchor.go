package audit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"clearance/audit/checkpoint"
)

// ErrForked means that the trail is not the one that a checkpoint was signed of, nor one that grew from it: a backup was put in its
// place, or it was altered. Writing to it would make two histories under one name.
var ErrForked = errors.New("the trail has another history than its checkpoint: read it, but write to the newer copy")

// AnchorPath is where the anchor of a trail stands: beside it. It is the note of the last checkpoint, and catches a backup of the
// trail that was put back without it. A link to the trail has the anchor of what it leads to.
func AnchorPath(path string) string { return path + ".anchor" }

func anchorOf(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if file, err := filepath.EvalSymlinks(absolute); err == nil {
		if file == absolute {
			return AnchorPath(path), nil // as it was named
		}
		return AnchorPath(file), nil
	}
	return AnchorPath(absolute), nil // there is no file yet
}

// noAnchor refuses to begin a trail where there was one: its anchor says that it is missing.
func noAnchor(path, anchor string) error {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		return nil
	}
	old, found, err := checkpoint.ReadAnchor(anchor)
	if err == nil && found {
		err = fmt.Errorf("it is empty or missing, and its anchor %s says that it had %d entries: bring the trail back, or move the anchor away to begin another",
			anchor, old.Size)
	}
	return err
}

// checkAnchor wants the trail to extend what its anchor says. A trail with checkpoints must have one. The order of reading matters:
// another process may sign meanwhile, and writes the anchor before it keeps the checkpoint.
func (l *Log) checkAnchor(ctx context.Context, q querier) error {
	last, signed, err := lastCheckpoint(ctx, q)
	if err != nil {
		return fmt.Errorf("reading its last checkpoint: %w", err)
	}
	anchor, found, err := checkpoint.ReadAnchor(l.anchor)
	if err != nil || !found && !signed {
		return err
	}
	if !found {
		return fmt.Errorf("its anchor %s is missing, so whether this is the newest copy is not known: bring the anchor along or, if you "+
			"are sure, write its last checkpoint (%d entries) there with 'clearance audit status --note'", l.anchor, last.Size)
	}
	h, err := readHead(ctx, q)
	if err != nil {
		return err
	}
	if err := extends(ctx, q, h, anchor); err != nil {
		return fmt.Errorf("by its anchor %s, %w", l.anchor, err)
	}
	origin, err := originOf(ctx, q)
	if err == nil && origin != anchor.Origin {
		err = fmt.Errorf("its anchor %s is that of the trail %s, this is %s: bring its own along", l.anchor, anchor.Origin, origin)
	}
	return err
}

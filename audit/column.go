package audit

import (
	"encoding/hex"
	"fmt"
	"time"

	"clearance/audit/leaf"
)

// The types here take the values of columns.

// text takes TEXT, and leaves "" where the column is NULL.
type text struct{ into *string }

func (t text) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		*t.into = v
		return nil
	}
	return fmt.Errorf("%T is no text", v)
}

// hexText takes a SHA-256 in hexadecimal: TEXT, or a BLOB of its bytes. It leaves "" where the column is NULL.
type hexText struct{ into *string }

func (t hexText) Scan(v any) error {
	if raw, ok := v.([]byte); ok {
		v = hex.EncodeToString(raw)
	}
	return text(t).Scan(v)
}

// digest takes a digest: TEXT as it is written, or a BLOB of its bytes. It leaves "" where the column is NULL.
type digest struct{ into *string }

func (d digest) Scan(v any) error {
	if raw, ok := v.([]byte); ok {
		v = leaf.Named(raw)
	}
	return text(d).Scan(v)
}

// microseconds takes a time in microseconds since 1970.
type microseconds struct{ into *time.Time }

func (t microseconds) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("%T is no time", v)
	}
	*t.into = time.UnixMicro(n).UTC()
	return nil
}

// seconds takes a time in seconds since 1970, or NULL.
type seconds struct{ into **time.Time }

func (t seconds) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case int64:
		at := time.Unix(v, 0).UTC()
		*t.into = &at
		return nil
	}
	return fmt.Errorf("%T is no time", v)
}

// instant takes a time in RFC 3339, or NULL.
type instant struct{ into *time.Time }

func (t instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		at, err := time.Parse(time.RFC3339Nano, v)
		*t.into = at.UTC()
		return err
	}
	return fmt.Errorf("%T is no time", v)
}

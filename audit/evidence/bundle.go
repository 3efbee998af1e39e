package evidence

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
)

// pack is Bundle the other way round.
func pack(bundle []byte) (string, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(bundle)
	}
	if err == nil {
		err = w.Close()
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), err
}

func unpack(packed []byte) ([]byte, error) {
	if !bytes.HasPrefix(packed, gzipHead) {
		return nil, errors.New("it is not packed as this program packs it")
	}
	from := bytes.NewReader(packed)
	r, err := gzip.NewReader(from)
	if err != nil {
		return nil, err
	}
	r.Multistream(false)
	bundle, err := io.ReadAll(io.LimitReader(r, maxBundle+1))
	switch {
	case err != nil:
		return nil, err
	case len(bundle) > maxBundle:
		return nil, fmt.Errorf("it is over the limit of %d bytes", maxBundle)
	case from.Len() > 0:
		return nil, errors.New("something stands behind it")
	}
	return bundle, nil
}

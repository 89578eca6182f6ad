package ingest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

// Fingerprint identifies an import by everything that decides its result: the
// content of the file, the mapping, and further choices such as the sheet. It
// reads the whole file, at about a gigabyte a second.
func Fingerprint(ctx context.Context, path string, m *Mapping, choices ...string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("fingerprint: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	for _, part := range append([]string{string(m.text)}, choices...) {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	if _, err := io.Copy(h, untilDone{ctx, f}); err != nil {
		return nil, fmt.Errorf("fingerprint %s: %w", path, err)
	}
	return h.Sum(nil), nil
}

// untilDone reads until its context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

// Read reads, or fails when the context has ended.
func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

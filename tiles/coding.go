package tiles

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// codings are the content codings in which a tile can be had.
var codings = [...]string{"", "gzip", "zstd"}

// gzipLevel is where a tile is small enough soon enough: level 4 saves 8 % more
// and takes 1.7 times as long, and compressing is most of what a new tile costs
// (BenchmarkCoding).
const gzipLevel = 1

// zstdWindow is how far back zstd looks. Tiles are about as long, and an encoder
// takes memory for two windows.
const zstdWindow = 128 << 10

// coders compress. They keep their compressors, which take a megabyte each. A
// compressor gives the same bytes for the same body whatever it did before.
type coders struct {
	gzips sync.Pool // of *gzip.Writer
	zstds sync.Pool // of *zstd.Encoder
}

// encode gives a body in a coding other than "".
func (c *coders) encode(coding string, body []byte) ([]byte, error) {
	if coding == "zstd" {
		return c.zstd(body)
	}
	return c.gzip(body)
}

func (c *coders) gzip(body []byte) ([]byte, error) {
	w, _ := c.gzips.Get().(*gzip.Writer)
	if w == nil {
		var err error
		if w, err = gzip.NewWriterLevel(io.Discard, gzipLevel); err != nil {
			return nil, err
		}
	}
	defer c.gzips.Put(w)
	b := bytes.NewBuffer(make([]byte, 0, len(body)*3/4))
	w.Reset(b)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(b.Bytes()), nil // without the room that was not needed
}

func (c *coders) zstd(body []byte) ([]byte, error) {
	e, _ := c.zstds.Get().(*zstd.Encoder)
	if e == nil {
		var err error
		e, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(zstdWindow))
		if err != nil {
			return nil, err
		}
	}
	defer c.zstds.Put(e)
	return bytes.Clone(e.EncodeAll(body, make([]byte, 0, len(body)*3/4))), nil
}

// entityTag is the first 128 bits of the SHA-256 of the bytes as sent, and their coding.
func entityTag(sent []byte, coding string) string {
	sum := sha256.Sum256(sent)
	if coding != "" {
		coding = "-" + coding
	}
	return fmt.Sprintf(`"%x%s"`, sum[:16], coding)
}

package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/diemnong/diemnong"
)

// Bounds of the format: a header of 64 KiB, and a block of 32 MiB, both before
// and after it is inflated.
const (
	maxHeaderBytes = 64 << 10
	maxBlockBytes  = 32 << 20
)

// frame is where a block lies in the file.
type frame struct {
	offset int64 // of its length, with which it begins
	data   int64 // of its body
	size   int32 // of the body
	holds  kinds
}

// next is where the block behind it begins.
func (f frame) next() int64 { return f.data + int64(f.size) }

// frames reads the blocks of a file.
type frames struct {
	in   io.ReaderAt
	size int64

	body, raw []byte // of the present block, used again
	zlib      io.ReadCloser
	zstd      *zstd.Decoder
}

// at reads the header of the block at an offset.
func (r *frames) at(offset int64) (f frame, kind string, err error) {
	f.offset = offset
	var length [4]byte
	if offset+4 > r.size {
		return f, "", broken(offset, fmt.Sprintf("is cut off: %d bytes are left where a block should begin.", r.size-offset))
	}
	if err := r.readAt(length[:], offset); err != nil {
		return f, "", err
	}
	n := int64(binary.BigEndian.Uint32(length[:]))
	if n == 0 || n > maxHeaderBytes {
		return f, "", broken(offset, fmt.Sprintf("has a header of %d bytes; 1 to %d are possible.", n, maxHeaderBytes))
	}
	if offset+4+n > r.size {
		return f, "", broken(offset, fmt.Sprintf("is cut off: its header has %d bytes, and %d are left.", n, r.size-offset-4))
	}
	header := make([]byte, n)
	if err := r.readAt(header, offset+4); err != nil {
		return f, "", err
	}
	kind, size, err := blobHeader(header)
	switch f.data = offset + 4 + n; {
	case err != nil:
		return f, "", broken(offset, "has an unreadable header: "+err.Error()+".")
	case size < 0 || size > maxBlockBytes:
		return f, "", broken(offset, fmt.Sprintf("has %d bytes; the format allows %d.", size, maxBlockBytes))
	case f.data+size > r.size:
		return f, "", broken(offset, fmt.Sprintf("is cut off: it has %d bytes, and %d are left.", size, r.size-f.data))
	}
	f.size = int32(size)
	return f, kind, nil
}

// blobHeader reads type (field 1) and size of the body (field 3).
func blobHeader(msg []byte) (kind string, size int64, err error) {
	size = -1
	err = eachField(msg, func(f field) error {
		switch f.num {
		case 1:
			kind = string(f.data)
		case 3:
			size = int64(int32(f.value))
		}
		return nil
	})
	if err == nil && (kind == "" || size < 0) {
		err = errors.New("type or size is missing")
	}
	return kind, size, err
}

// content reads the body of a block and inflates it. What it gives is valid
// until the next call.
func (r *frames) content(f frame) ([]byte, error) {
	r.body = sized(r.body, int(f.size))
	if err := r.readAt(r.body, f.data); err != nil {
		return nil, err
	}
	out, err := r.inflate(r.body)
	if err != nil {
		return nil, broken(f.offset, "is damaged: "+err.Error()+".")
	}
	return out, nil
}

// The fields of a blob.
const (
	blobRaw     = 1
	blobRawSize = 2
	blobZlib    = 3
	blobZstd    = 7
)

func (r *frames) inflate(blob []byte) (out []byte, err error) {
	var data []byte
	var packed protowire.Number
	rawSize := int64(0)
	err = eachField(blob, func(f field) error {
		if f.num == blobRawSize {
			rawSize = int64(int32(f.value))
		} else {
			data, packed = f.data, f.num
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if rawSize < 0 || rawSize > maxBlockBytes || len(data) > maxBlockBytes {
		return nil, fmt.Errorf("it inflates to %d bytes, but %d are allowed", rawSize, maxBlockBytes)
	}
	switch packed {
	case blobRaw:
		return data, nil
	case blobZlib:
		return r.inflateZlib(data, int(rawSize))
	case blobZstd:
		return r.inflateZstd(data, int(rawSize))
	case 0:
		return nil, errors.New("it is empty")
	}
	return nil, fmt.Errorf("it is compressed in a way that cannot be read (field %d); zlib and zstd can", packed)
}

func (r *frames) inflateZlib(data []byte, size int) (out []byte, err error) {
	if r.zlib == nil {
		r.zlib, err = zlib.NewReader(bytes.NewReader(data))
	} else {
		err = r.zlib.(zlib.Resetter).Reset(bytes.NewReader(data), nil)
	}
	if err != nil {
		return nil, err
	}
	r.raw = sized(r.raw, size)
	if n, err := io.ReadFull(r.zlib, r.raw); err != nil {
		return nil, fmt.Errorf("of %d bytes only %d can be inflated (%w)", size, n, err)
	}
	var more [1]byte
	switch n, err := r.zlib.Read(more[:]); { // also checks the sum at the end
	case n > 0:
		return nil, fmt.Errorf("it inflates to more than the %d bytes that it says", size)
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	return r.raw, nil
}

func (r *frames) inflateZstd(data []byte, size int) (out []byte, err error) {
	if r.zstd == nil {
		r.zstd, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxBlockBytes), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
	}
	if r.raw, err = r.zstd.DecodeAll(data, r.raw[:0]); err != nil {
		return nil, err
	}
	if len(r.raw) != size {
		return nil, fmt.Errorf("it inflates to %d bytes, not to the %d that it says", len(r.raw), size)
	}
	return r.raw, nil
}

func (r *frames) readAt(into []byte, offset int64) error {
	if n, err := r.in.ReadAt(into, offset); n < len(into) {
		return fmt.Errorf("read at byte %d: %w", offset, err)
	}
	return nil
}

func sized(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}

// broken says what is wrong with the block at an offset of the file.
func broken(offset int64, message string) error {
	return &diemnong.Error{
		Code: diemnong.Invalid, Message: fmt.Sprintf("The block at byte %d %s", offset, message),
		Hint: "Is this a complete .osm.pbf file? Fetch it again, and compare its checksum.",
	}
}

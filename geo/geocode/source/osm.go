package source

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// osmFile reads an OpenStreetMap file in several passes; see the package's
// description.
type osmFile struct {
	frames  frames
	options Options
	decode  block

	index    []frame // of the blocks with elements; empty until checked
	checked  bool
	progress progress
}

func newOSM(in io.ReaderAt, size int64, o Options) *osmFile {
	return &osmFile{frames: frames{in: in, size: size}, options: o, progress: progress{tell: o.OnProgress, size: size}}
}

func (f *osmFile) kind() gazetteer.SourceKind { return gazetteer.SourceOSM }

// progress shows the passes as one way: the check is its first half, what is
// read after it the second.
type progress struct {
	tell       func(Progress) // may be nil
	size       int64          // of the file, which is half of the way
	base       int64
	done, work int64 // bytes of the half at hand
}

// half begins one half of the way, on which so many bytes are read.
func (p *progress) half(base, work int64) { p.base, p.done, p.work = base, 0, max(work, 1) }

// step tells of bytes that were read.
func (p *progress) step(bytes int64, r *Report) {
	p.done += bytes
	if p.tell != nil {
		done := p.base + int64(float64(p.size)*float64(p.done)/float64(p.work))
		p.tell(Progress{Done: min(done, 2*p.size), Total: 2 * p.size, Entries: r.Entries})
	}
}

// check reads all of the file, and notes which block holds what. After it the
// other passes do not fail unless the file is changed meanwhile.
func (f *osmFile) check(ctx context.Context, r *Report) error {
	if f.checked {
		return nil
	}
	if f.frames.size == 0 {
		return diemnong.Errorf(diemnong.Invalid, "The file is empty.")
	}
	f.progress.half(0, f.frames.size)
	all := visitor{
		node:     func(*osm.Node) error { return nil },
		way:      func(*osm.Way) error { return nil },
		relation: func(*osm.Relation) error { return nil },
	}
	f.index = f.index[:0]
	for at := int64(0); at < f.frames.size; {
		if err := ctx.Err(); err != nil {
			return err
		}
		frame, kind, err := f.frames.at(at)
		if err == nil {
			err = f.checkBlock(frame, kind, all)
		}
		if err != nil {
			return err
		}
		f.progress.step(frame.next()-at, r)
		at = frame.next()
	}
	f.checked = true
	return nil
}

func (f *osmFile) checkBlock(frame frame, kind string, all visitor) error {
	if frame.offset == 0 && kind != "OSMHeader" {
		return broken(0, fmt.Sprintf("is of type %q, but an OpenStreetMap file begins with OSMHeader.", clean(kind)))
	}
	if kind != "OSMHeader" && kind != "OSMData" {
		return nil // readers are to skip what they do not know
	}
	content, err := f.frames.content(frame)
	if err != nil {
		return err
	}
	if kind == "OSMHeader" {
		return checkFeatures(content, frame)
	}
	if frame.holds, err = f.decode.visit(content, all); err != nil {
		return broken(frame.offset, "is damaged: "+err.Error()+".")
	}
	if frame.holds != 0 {
		f.index = append(f.index, frame)
	}
	return nil
}

// understood are the features that a file may demand of its reader.
var understood = []string{"OsmSchema-V0.6", "DenseNodes"}

// checkFeatures refuses files that cannot be understood, such as those with
// the history of every element.
func checkFeatures(header []byte, at frame) error {
	const required = protowire.Number(4)
	err := eachField(header, func(f field) error {
		if name := string(f.data); f.num == required && !slices.Contains(understood, name) {
			return fmt.Errorf("it demands %q of its reader, which this one does not have", clean(name))
		}
		return nil
	})
	if err != nil {
		return broken(at.offset, "cannot be read: "+err.Error()+".")
	}
	return nil
}

// begin announces the passes that follow the check.
func (f *osmFile) begin(passes ...kinds) {
	work := int64(0)
	for _, frame := range f.index {
		for _, want := range passes {
			if frame.holds&want != 0 {
				work += int64(frame.size)
			}
		}
	}
	f.progress.half(f.frames.size, work)
}

// scan gives the elements of the blocks that hold any of the kinds.
func (f *osmFile) scan(ctx context.Context, want kinds, v visitor, r *Report) error {
	for _, frame := range f.index {
		if frame.holds&want == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		content, err := f.frames.content(frame)
		if err != nil {
			return err
		}
		if _, err := f.decode.visit(content, v); err != nil {
			return err // of the visitor: the block has been checked
		}
		f.progress.step(int64(frame.size), r)
	}
	return nil
}

// within reports whether any of the places lies in the bounds, or there are none.
func (o *Options) within(lon, lat float64) bool {
	return o.Bounds.IsZero() || o.Bounds.Contains(lon, lat)
}

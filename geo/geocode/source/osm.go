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
	return &osmFile{frames: frames{in: in, size: size}, options: o, progress: progress{tell: o.OnProgress}}
}

func (f *osmFile) kind() gazetteer.SourceKind { return gazetteer.SourceOSM }

// progress adds up what the passes read.
type progress struct {
	Progress
	tell func(Progress)
}

// pass says that so many bytes are to be read, beside those that were announced before.
func (p *progress) pass(bytes int64) { p.Total += bytes }

// step tells of bytes that were read.
func (p *progress) step(bytes int64, r *Report) {
	p.Done += bytes
	if r != nil {
		p.Entries = r.Entries
	}
	if p.tell != nil {
		p.tell(p.Progress)
	}
}

// check reads all of the file, and notes which block holds what. After it the
// other passes do not fail unless the file is changed meanwhile.
func (f *osmFile) check(ctx context.Context) error {
	if f.checked {
		return nil
	}
	if f.frames.size == 0 {
		return diemnong.Errorf(diemnong.Invalid, "The file is empty.")
	}
	f.progress.pass(f.frames.size)
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
		f.progress.step(frame.next()-at, nil)
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

// scan gives the elements of the blocks that hold any of the kinds.
func (f *osmFile) scan(ctx context.Context, want kinds, v visitor, r *Report) error {
	for _, frame := range f.index {
		if frame.holds&want != 0 {
			f.progress.pass(int64(frame.size))
		}
	}
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

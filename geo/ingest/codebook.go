package ingest

import (
	"strings"

	"github.com/diemnong/diemnong"
)

// otherGroup is where categories belong whose group nobody names.
var otherGroup = diemnong.Group{Code: "khac", Name: "Khác", NameEN: "Other"}

// codebook turns texts of a file into codes and remembers them, because a file
// has few different texts and many rows.
type codebook struct {
	m          *Mapping
	statuses   map[string]diemnong.Status
	channels   map[string]diemnong.Channel
	categories map[[3]string]string
	agencies   map[[2]string]string

	known map[Field]map[string]bool // codes that were taken or are in fresh
	fresh Definitions               // codes made since take was called
}

func newCodebook(m *Mapping) codebook {
	b := codebook{
		m: m, statuses: map[string]diemnong.Status{}, channels: map[string]diemnong.Channel{},
		categories: map[[3]string]string{}, agencies: map[[2]string]string{},
		known: map[Field]map[string]bool{FieldGroup: {}, FieldCategory: {}, FieldAgency: {}},
	}
	b.fresh.Sources = []Source{m.Source}
	return b
}

// maxCodes bounds the categories and agencies of one file: more of them mean
// that a column of free text was mapped by mistake.
const maxCodes = 5000

func (b *codebook) full() bool { return len(b.categories) > maxCodes || len(b.agencies) > maxCodes }

// take gives what is new and forgets it.
func (b *codebook) take() Definitions {
	d := b.fresh
	b.fresh = Definitions{}
	return d
}

// translate gives the code that the mapping has for a text: a constant, a
// default for no text, or a listed value. ok is false when it has none.
func (b *codebook) translate(f Field, text string) (code string, ok bool) {
	if text == "" {
		if code = b.m.Constants[f]; code == "" {
			code = b.m.Defaults[f]
		}
		return code, code != ""
	}
	values := b.m.values[f]
	if code, ok = values[fold(text)]; ok {
		return code, true
	}
	code, ok = values[anyOther]
	return code, ok
}

// statusGiven reports whether the mapping says what an empty status means.
func (b *codebook) statusGiven() bool {
	_, ok := b.translate(FieldStatus, "")
	return ok
}

func (b *codebook) status(text string) (diemnong.Status, bool) {
	if s, ok := b.statuses[text]; ok {
		return s, true
	}
	code, ok := b.translate(FieldStatus, text)
	if !ok {
		code = strings.ToLower(text)
	}
	s, err := diemnong.ParseStatus(code)
	if err != nil {
		return 0, false
	}
	if len(b.statuses) < maxCodes {
		b.statuses[strings.Clone(text)] = s
	}
	return s, true
}

// channel of no text at all is that of imports.
func (b *codebook) channel(text string) (diemnong.Channel, bool) {
	if c, ok := b.channels[text]; ok {
		return c, true
	}
	code, ok := b.translate(FieldChannel, text)
	switch {
	case !ok && text == "":
		code = diemnong.Import.String()
	case !ok:
		code = strings.ToLower(text)
	}
	c, err := diemnong.ParseChannel(code)
	if err != nil {
		return 0, false
	}
	if len(b.channels) < maxCodes {
		b.channels[strings.Clone(text)] = c
	}
	return c, true
}

// category gives the code of a category; empty when the texts name none.
func (b *codebook) category(text, name, group string) string {
	key := [3]string{text, name, group}
	if code, ok := b.categories[key]; ok {
		return code
	}
	code := b.codeOf(FieldCategory, text)
	if code == "" {
		code = Slug(name)
	}
	if code != "" {
		entry := named(b.m.Categories[code], name, text, code)
		b.define(FieldCategory, code, func() {
			entry.Group = b.group(entry.Group, group)
			b.fresh.Categories = append(b.fresh.Categories, diemnong.Category{
				Code: code, Name: entry.Name, NameEN: entry.NameEN, Group: entry.Group,
			})
		})
		b.categories[strings3(key)] = code
	}
	return code
}

// strings3 copies texts, so that a remembered key does not hold the memory of
// the whole record that it was cut from.
func strings3(k [3]string) [3]string {
	return [3]string{strings.Clone(k[0]), strings.Clone(k[1]), strings.Clone(k[2])}
}

// group gives the code of the group of a new category: the mapping's own, that
// of the file, or the one for everything else.
func (b *codebook) group(stated, text string) string {
	code := stated
	if code == "" {
		code = b.codeOf(FieldGroup, text)
	}
	if code == "" {
		code = otherGroup.Code
	}
	b.define(FieldGroup, code, func() {
		g := otherGroup
		if entry, ok := b.m.Groups[code]; ok || code != g.Code {
			e := named(entry, text, code)
			g = diemnong.Group{Code: code, Name: e.Name, NameEN: e.NameEN}
		}
		b.fresh.Groups = append(b.fresh.Groups, g)
	})
	return code
}

// agency gives the code of an agency; empty when the texts name none.
func (b *codebook) agency(text, name string) string {
	key := [2]string{text, name}
	if code, ok := b.agencies[key]; ok {
		return code
	}
	code := b.codeOf(FieldAgency, text)
	if code == "" {
		code = Slug(name)
	}
	if code != "" {
		entry := named(b.m.Agencies[code], name, text, code)
		b.define(FieldAgency, code, func() {
			b.fresh.Agencies = append(b.fresh.Agencies, diemnong.Agency{Code: code, Name: entry.Name, NameEN: entry.NameEN})
		})
	}
	b.agencies[[2]string{strings.Clone(text), strings.Clone(name)}] = code
	return code
}

// codeOf translates a text, or makes a code of it.
func (b *codebook) codeOf(f Field, text string) string {
	if code, ok := b.translate(f, text); ok {
		return code
	}
	return Slug(text)
}

func (b *codebook) define(f Field, code string, add func()) {
	if !b.known[f][code] {
		b.known[f][code] = true
		add()
	}
}

// named completes an entry's names by the first text that is not empty.
func named(e Entry, names ...string) Entry {
	for _, n := range names {
		if e.Name == "" {
			e.Name = strings.Clone(n)
		}
	}
	return e
}

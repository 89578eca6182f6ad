package ingest

import (
	"strings"

	"github.com/diemnong/diemnong"
)

// AreaNames finds the areas of a set by what files call them. It is immutable
// and safe for concurrent use.
type AreaNames struct {
	set    string
	byCode map[string]string
	byName map[areaName]string // "" where several areas have the name
}

// areaName is the name of an area, alone or with that of the one around it.
type areaName struct{ name, parent string }

// NewAreaNames prepares finding the areas of one set.
func NewAreaNames(set string, areas []diemnong.Area) *AreaNames {
	n := &AreaNames{set: set, byCode: map[string]string{}, byName: map[areaName]string{}}
	names := map[string][]string{}
	for _, a := range areas {
		if a.Set == set {
			names[a.Code] = spellings(a.Name, a.NameEN)
			n.byCode[strings.ToLower(a.Code)] = a.Code
		}
	}
	for _, a := range areas {
		if a.Set != set {
			continue
		}
		for _, name := range names[a.Code] {
			n.add(areaName{name: name}, a.Code)
			for _, parent := range names[a.Parent] {
				n.add(areaName{name, parent}, a.Code)
			}
		}
	}
	return n
}

func (n *AreaNames) add(k areaName, code string) {
	if other, ok := n.byName[k]; ok && other != code {
		code = ""
	}
	n.byName[k] = code
}

// Find gives the code of the area with a code or name, within a parent of that
// name unless it is empty. ok is false when there is none, or more than one.
func (n *AreaNames) Find(text, parent string) (code string, ok bool) {
	if code, ok = n.byCode[strings.ToLower(text)]; ok {
		return code, true
	}
	if parent == "" {
		code = n.byName[areaName{name: Slug(text)}]
		return code, code != ""
	}
	for _, name := range spellings(text) {
		for _, p := range spellings(parent) {
			if code = n.byName[areaName{name, p}]; code != "" {
				return code, true
			}
		}
	}
	return "", false
}

// kinds are the words for kinds of areas that files leave out or shorten.
var kinds = []string{
	"phuong-", "xa-", "thi-tran-", "dac-khu-", "quan-", "huyen-", "thi-xa-", "thanh-pho-", "tp-", "p-", "q-", "x-", "h-", "tt-", "tx-",
}

// spellings are the slugs of names, whole and without the word for the kind.
func spellings(names ...string) []string {
	var out []string
	for _, name := range names {
		slug := Slug(name)
		if slug == "" {
			continue
		}
		out = append(out, slug)
		for _, k := range kinds {
			if short, ok := strings.CutPrefix(slug, k); ok && short != "" {
				out = append(out, short)
				break
			}
		}
	}
	return out
}

package ingest

import (
	"slices"
	"strings"
	"unicode"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// units are the words that names of areas begin with. What follows tells areas
// apart, but for a number, which needs its word.
var units = []string{"Phường", "Xã", "Thị trấn", "Quận", "Huyện", "Thị xã", "Thành phố", "Đặc khu"}

// shortUnits are how the same words are written before a number, as keys.
var shortUnits = map[string][]string{"Phường": {"p", "f", "ph"}, "Quận": {"q"}}

// leastKey is the least length of a name's key that is found in a text by no accident.
const leastKey = 4

// agrees reports that an address plainly names the area that a point lies in,
// with the one around it, in some set. It spares [Geocoder.Named], which takes
// fifty times as long, for the many rows whose address and point agree. False
// says nothing.
func (p *Placer) agrees(address string, at geo.Point, places []int32) bool {
	key := vntext.Key(address)
	for _, id := range p.Locator.Places.Locate(at, places) {
		u, ok := p.Locator.Places.Area(id)
		if !ok || !p.says(key, &u) {
			continue
		}
		if u.ParentID == 0 {
			if !namesDistrict(key) { // of another vintage, in which the same name may be elsewhere
				return true
			}
			continue
		}
		if parent, ok := p.Locator.Places.Area(u.ParentID); ok && p.says(key, &parent) {
			return true
		}
	}
	return false
}

// namesDistrict reports whether a text may name a district.
func namesDistrict(key string) bool {
	if strings.Contains(key, "quan") || strings.Contains(key, "huyen") {
		return true
	}
	for i := strings.IndexByte(key, 'q'); i >= 0 && i+1 < len(key); {
		if isDigit(key[i+1]) {
			return true
		}
		next := strings.IndexByte(key[i+1:], 'q')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

// says reports whether a text names an area.
func (p *Placer) says(key string, u *area.Unit) bool {
	forms, ok := p.forms.Load(int32(u.ID))
	if !ok {
		forms, _ = p.forms.LoadOrStore(int32(u.ID), formsOf(u.Area))
	}
	return slices.ContainsFunc(forms.([]string), func(form string) bool { return contains(key, form) })
}

// contains reports whether a key holds a form that is not a part of a longer number.
func contains(key, form string) bool {
	for i := strings.Index(key, form); i >= 0; {
		end := i + len(form)
		if !isDigit(form[len(form)-1]) || end == len(key) || !isDigit(key[end]) {
			return true
		}
		next := strings.Index(key[end:], form)
		if next < 0 {
			return false
		}
		i = end + next
	}
	return false
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// formsOf lists keys by which a text names an area without doubt; none where
// its name is too short for that.
func formsOf(a diemnong.Area) []string {
	for _, unit := range units {
		rest, ok := strings.CutPrefix(a.Name, unit+" ")
		if !ok {
			continue
		}
		if !strings.ContainsFunc(rest, unicode.IsLetter) {
			forms := []string{vntext.Key(a.Name)}
			for _, short := range shortUnits[unit] {
				forms = append(forms, short+strings.TrimLeft(vntext.Key(rest), "0"))
			}
			return forms
		}
		return longEnough(vntext.Key(rest))
	}
	return longEnough(vntext.Key(a.Name))
}

func longEnough(key string) []string {
	if len(key) < leastKey {
		return nil
	}
	return []string{key}
}

package main

import (
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// row is an address with its known place.
type row struct {
	id, text     string
	at           geo.Point
	ward, parent string // keys of the ward that the text names and of its district
	unit         string // name of the unit since July 2025 that the text names
	fold         int    // half that the row is in
	validation   bool   // not looked at while tuning
}

// readRows reads one of the address files.
func readRows(dir, name string) ([]row, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	col := map[string]int{}
	for i, h := range all[0] {
		col[h] = i
	}
	var rows []row
	for _, r := range all[1:] {
		lat, err1 := strconv.ParseFloat(r[col["lat"]], 64)
		lon, err2 := strconv.ParseFloat(r[col["lon"]], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("%s: bad coordinates in %v", name, r)
		}
		x := row{id: r[col["id"]], text: r[col["address"]], at: geo.Point{Lon: lon, Lat: lat}}
		if i, ok := col["ward_key"]; ok {
			x.ward, x.parent = key(r[i]), key(r[col["district_key"]])
		}
		if i, ok := col["new_ward"]; ok {
			x.unit = r[i]
		}
		h := hash(x.id)
		x.fold, x.validation = int(h&1), h>>1%10 < 4
		rows = append(rows, x)
	}
	return rows, nil
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	v := h.Sum64()
	v ^= v >> 33
	v *= 0xff51afd7ed558ccd
	return v ^ v>>33
}

func key(s string) string { return vntext.Key(s) }

// withoutWard takes the part of an address out that names its ward; ok is false when
// no part does.
func withoutWard(r row) (string, bool) {
	parts := strings.Split(r.text, ",")
	kept := parts[:0:0]
	for _, p := range parts {
		if wardKey(p) == r.ward {
			continue
		}
		kept = append(kept, p)
	}
	return strings.Join(kept, ","), len(kept) < len(parts)
}

// wardKey is the key of a part without the word for ward.
func wardKey(part string) string {
	var t vntext.Text
	t.Read(part)
	tokens := t.Tokens
	for len(tokens) > 1 && (leads[tokens[0].Plain] || tokens[0].Kind == vntext.Sign) {
		tokens = tokens[1:]
	}
	if len(tokens) > 2 && tokens[0].Plain == "thi" && tokens[1].Plain == "tran" {
		tokens = tokens[2:]
	}
	var k []byte
	for i := range tokens {
		k = vntext.AppendKey(k, &tokens[i])
	}
	return string(k)
}

var leads = map[string]bool{"p": true, "phuong": true, "x": true, "xa": true, "tt": true, "f": true}

// unmarked takes all marks off a text.
func unmarked(text string) string {
	var t vntext.Text
	t.Read(text)
	var b strings.Builder
	at := 0
	for i := range t.Tokens {
		k := &t.Tokens[i]
		b.WriteString(text[at:k.Start])
		at = k.End
		if k.Kind != vntext.Word {
			b.WriteString(text[k.Start:k.End])
			continue
		}
		plain := k.Plain
		switch {
		case k.Capitals && len(plain) > 1:
			plain = strings.ToUpper(plain)
		case k.Capital:
			plain = strings.ToUpper(plain[:1]) + plain[1:]
		}
		b.WriteString(plain)
	}
	return b.String() + text[at:]
}

package api

import (
	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// names gives the names of a key, nil where it has none: a day, for instance.
func (w city) names(g heat.Grouping, key string) (name, nameEN *string) {
	switch g.Dimension {
	case heat.ByArea:
		if u, ok := w.atlas.ByRef(diemnong.AreaRef{Set: g.Set, Code: key}); ok {
			return &u.Name, &u.NameEN
		}
	case heat.ByCategory:
		return named(w.catalog.Categories, func(k *diemnong.Category) (string, *string, *string) { return k.Code, &k.Name, &k.NameEN }, key)
	case heat.ByGroup:
		return named(w.catalog.Groups, func(k *diemnong.Group) (string, *string, *string) { return k.Code, &k.Name, &k.NameEN }, key)
	case heat.ByAgency:
		return named(w.catalog.Agencies, func(k *diemnong.Agency) (string, *string, *string) { return k.Code, &k.Name, &k.NameEN }, key)
	}
	return nil, nil
}

// named finds the names of a code in a list of the catalog. Lists are short: 100 entries.
func named[T any](list []T, of func(*T) (code string, name, nameEN *string), code string) (*string, *string) {
	for i := range list {
		if c, name, nameEN := of(&list[i]); c == code {
			return name, nameEN
		}
	}
	return nil, nil
}

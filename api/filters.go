package api

import (
	"sync"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// keptFilter is the filter that a query string meant in a city, and what it is
// compared with. It was found in order there. Time passing never makes it
// wrong: as_of only has to be past.
type keptFilter struct {
	city    city
	filter  diemnong.Filter // shared: nobody changes its lists
	compare heat.Comparison // none where the route cannot compare
}

// keptFilters keep what query strings meant: a map asks for dozens of tiles
// with one and the same, and reading it takes longer than finding a kept tile.
// The zero value is ready for use.
type keptFilters struct {
	mu      sync.RWMutex
	byQuery map[string]*keptFilter
}

// Bounds of what is kept: together at most a few megabytes. Beyond the first,
// all are forgotten at once; those in use are back with their next request.
const (
	mostKeptFilters = 1024
	longestKept     = 2048 // bytes of a query string
)

// get gives what a query string meant, or nil. Whether it still holds, its
// city tells.
func (k *keptFilters) get(rawQuery string) *keptFilter {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.byQuery[rawQuery]
}

// put keeps what a query string means now.
func (k *keptFilters) put(rawQuery string, f *keptFilter) {
	if len(rawQuery) > longestKept {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byQuery == nil || len(k.byQuery) >= mostKeptFilters {
		k.byQuery = make(map[string]*keptFilter)
	}
	k.byQuery[rawQuery] = f
}

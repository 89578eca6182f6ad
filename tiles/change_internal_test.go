package tiles

import (
	"fmt"
	"strings"
	"testing"

	"github.com/diemnong/diemnong/geo"
)

func TestInOrder(t *testing.T) {
	t.Parallel()
	f := func(a, b []geo.Cell, want string) {
		t.Helper()
		var got []string
		for i, j := range inOrder(a, b, itself) {
			got = append(got, fmt.Sprintf("%d:%d", i, j))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%v and %v: %s; want %s", a, b, s, want)
		}
	}
	f(nil, nil, "")
	f([]geo.Cell{5, 7}, nil, "0:-1 1:-1")
	f(nil, []geo.Cell{5, 7}, "-1:0 -1:1")
	f([]geo.Cell{5, 7}, []geo.Cell{5, 7}, "0:0 1:1")
	f([]geo.Cell{1, 4, 6, 9}, []geo.Cell{2, 4, 9, 10}, "0:-1 -1:0 1:1 2:-1 3:2 -1:3")
	for i, j := range inOrder([]geo.Cell{3, 8}, []geo.Cell{1}, itself) { // one may stop
		if i != -1 || j != 0 {
			t.Errorf("the first pair is %d:%d; want -1:0", i, j)
		}
		break
	}
}

package tiles_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles"
)

func TestParseAddress(t *testing.T) {
	good := func(z, x, y string, want tiles.Address) {
		t.Helper()
		if got, err := tiles.ParseAddress(z, x, y); err != nil || got != want {
			t.Errorf("ParseAddress(%q, %q, %q) = %v, %v; want %v", z, x, y, got, err, want)
		}
	}
	good("0", "0", "0", tiles.Address{})
	good("14", "13048", "7698", tiles.Address{Z: 14, X: 13048, Y: 7698})
	good("22", "4194303", "4194303", tiles.Address{Z: 22, X: 4194303, Y: 4194303})

	bad := func(z, x, y, field, says string) {
		t.Helper()
		_, err := tiles.ParseAddress(z, x, y)
		var e *diemnong.Error
		if !errors.As(err, &e) || e.Code != diemnong.Invalid || e.Field != field || !strings.Contains(e.Error(), says) {
			t.Errorf("ParseAddress(%q, %q, %q) = %v; want %s said to be wrong: %q", z, x, y, err, field, says)
		}
	}
	bad("23", "0", "0", "z", "from 0 to 22")
	bad("-1", "0", "0", "z", "plain digits")
	bad("", "0", "0", "z", "plain digits")
	bad("3.0", "0", "0", "z", "plain digits")
	bad("03", "0", "0", "z", "plain digits")
	bad("3", "8", "0", "x", "from 0 to 7")
	bad("3", "7", "8", "y", "from 0 to 7")
	bad("3", "+7", "0", "x", "plain digits")
	bad("3", "7", "0.mvt", "y", "plain digits")
	bad("22", "99999999999", "0", "x", "plain digits")
	bad("5", "٣", "0", "x", "plain digits")
}

// FuzzParseAddress: what is taken is written back the same and lies in the scheme.
func FuzzParseAddress(f *testing.F) {
	f.Add("0", "0", "0")
	f.Add("14", "13048", "7698")
	f.Add("22", "4194304", "-1")
	f.Add("1e3", "0x1", " 1")
	f.Fuzz(func(t *testing.T, z, x, y string) {
		a, err := tiles.ParseAddress(z, x, y)
		if err != nil {
			if diemnong.ErrorCode(err) != diemnong.Invalid {
				t.Errorf("ParseAddress(%q, %q, %q) failed with %v; want Invalid", z, x, y, err)
			}
			return
		}
		if got := a.String(); got != z+"/"+x+"/"+y || a.Z > 22 || a.X>>a.Z != 0 || a.Y>>a.Z != 0 {
			t.Errorf("ParseAddress(%q, %q, %q) = %s", z, x, y, got)
		}
	})
}

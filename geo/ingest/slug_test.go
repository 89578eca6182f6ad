package ingest

import (
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
)

func TestSlug(t *testing.T) {
	f := func(name, want string) {
		t.Helper()
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q; want %q", name, got, want)
		}
	}
	f("Ngập nước", "ngap-nuoc")
	f("Đèn đường  (hư)", "den-duong-hu")
	f("Brunnen/Hydranten", "brunnen-hydranten")
	f("Grünflächen/Spielplätze", "grunflachen-spielplatze")
	f("Straße", "strasse")
	f("ngap-nuoc", "ngap-nuoc")
	f("  --- ", "x0af74f00")
	f("", "")
	if a, b := Slug("洪水"), Slug("噪音"); a == b || !diemnong.ValidCode(a) {
		t.Errorf("names without Latin letters: %q and %q; want two codes", a, b)
	}
	long := strings.Repeat("rất dài ", 20)
	if a, b := Slug(long+"a"), Slug(long+"b"); a == b || len(a) > 64 || !strings.HasPrefix(a, "rat-dai-rat-dai") {
		t.Errorf("long names: %q and %q; want two codes of 64 characters at most", a, b)
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("Ngập nước")
	f.Add("-a")
	f.Fuzz(func(t *testing.T, name string) {
		slug := Slug(name)
		if slug == "" {
			if strings.TrimSpace(name) != "" {
				t.Errorf("Slug(%q) is empty", name)
			}
			return
		}
		if !diemnong.ValidCode(slug) || Slug(slug) != slug {
			t.Errorf("Slug(%q) = %q, which is no code or changes again", name, slug)
		}
	})
}

package diemnong

import (
	"net/url"
	"testing"
	"time"
)

// The key is written by hand; it must be what the parameters encode to.
func TestKeyIsTheEncodedValues(t *testing.T) {
	for _, query := range []string{
		"", "from=2026-11-01", "from=2026-11-01&to=2026-12-01T12:30:00%2B07:00&as_of=2026-11-20",
		"category=flood,leak&group=water,road&agency=b,a&agencies=as_now",
		"status=resolved,received&class=late,open&channel=phone,app&quality=none,point",
		"area=hcmc-2025-07:26740,hcmc-2021:760.1_x", "agencies=as_now", "to=2026-01-01&class=overdue",
	} {
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		f, err := ParseFilter(v, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := f.Key(), f.Values().Encode(); got != want {
			t.Errorf("key of %q:\n%s; want\n%s", query, got, want)
		}
	}
}

func BenchmarkKey(b *testing.B) {
	f, err := ParseFilter(url.Values{"category": {"flood"}, "from": {"2026-11-01"}}, time.UTC)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = f.Key()
	}
}

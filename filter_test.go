package diemnong_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
)

var saigon = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

func parse(t *testing.T, query string) (diemnong.Filter, error) {
	t.Helper()
	v, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return diemnong.ParseFilter(v, saigon)
}

func TestEqualQuestionsHaveOneKey(t *testing.T) {
	f := func(query, want string) {
		t.Helper()
		got, err := parse(t, query)
		if err != nil {
			t.Errorf("ParseFilter(%q): %v", query, err)
			return
		}
		if key, _ := url.QueryUnescape(got.Key()); key != want {
			t.Errorf("key of %q = %q; want %q", query, key, want)
		}
	}
	f("", "")
	f("category=b,a&category=b", "category=a,b")
	f("category= a , ", "category=a")
	f("from=2026-11-01", "from=2026-10-31T17:00:00Z")
	f("from=2026-11-01T00:00:00%2B07:00", "from=2026-10-31T17:00:00Z")
	f("from=2026-11-01T00:00:00.9%2B07:00", "from=2026-10-31T17:00:00Z") // to the second
	f("class=overdue,on_time", "class=on_time,overdue")
	f("area=hcmc-2025-07:26740", "area=hcmc-2025-07:26740")
	f("agencies=as_then", "")
	f("agencies=as_now&unknown=kept-for-the-caller", "agencies=as_now")
}

func TestTheKeyParsesBackToTheFilter(t *testing.T) {
	const all = "from=2026-01-01&to=2026-02-01&category=x&group=g&agency=a.b&agencies=as_now&status=resolved" +
		"&class=late&channel=app&area=s:1,s:2&quality=point,none&as_of=2026-03-01T00:00:00Z"
	first, err := parse(t, all)
	if err != nil {
		t.Fatal(err)
	}
	second, err := parse(t, first.Key())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, second); d != "" {
		t.Errorf("the key's filter differs:\n%s", d)
	}
	for _, p := range diemnong.FilterParameters {
		if !first.Values().Has(p) {
			t.Errorf("parameter %s is not in the key", p)
		}
	}
}

func TestBadFiltersNameFieldValueAndWhatIsRight(t *testing.T) {
	f := func(query, field, value, hint string) {
		t.Helper()
		_, err := parse(t, query)
		e, ok := err.(*diemnong.Error)
		if !ok || e.Code != diemnong.Invalid || e.Field != field || e.Value != value || !strings.Contains(e.Hint, hint) {
			t.Errorf("ParseFilter(%q) = %#v; want field %q, value %q, hint with %q", query, err, field, value, hint)
		}
	}
	f("status=done", "status", "done", "resolved")
	f("class=late,later", "class", "later", "undated_open")
	f("channel=fax", "channel", "fax", "phone")
	f("quality=good", "quality", "good", "street")
	f("agencies=later", "agencies", "later", "as_now")
	f("from=yesterday", "from", "yesterday", "2026-11-22")
	f("from=2026-11-01T00:00:00+07:00", "from", "2026-11-01T00:00:00 07:00", "%2B")
	f("from=0001-01-01", "from", "0001-01-01", "2026-11-22")
	f("from=2026-11-02&to=2026-11-02", "to", "2026-11-01T17:00:00Z", "half-open")
	f("from=2026-01-01&from=2026-02-01", "from", "2026-01-01, 2026-02-01", "once")
	f("area=26740", "area", "26740", "set:code")
	f("category=a'b", "category", "a'b", "meta")
	f("category="+strings.Repeat("x", 200), "category", strings.Repeat("x", 79)+"…", "64")
}

func TestOnlyTimesInURLsSpeakOfURLs(t *testing.T) {
	if _, err := diemnong.ParseTime("end", "yesterday", time.UTC); err == nil || strings.Contains(err.Error(), "URL") {
		t.Errorf("%v", err)
	}
}

func TestTooManyValuesAreRefused(t *testing.T) {
	var codes []string
	for i := range diemnong.MaxFilterValues + 1 {
		codes = append(codes, "c"+strings.Repeat("x", i%50)+string(rune('a'+i%26))+string(rune('a'+i/26%26)))
	}
	if _, err := diemnong.NewFilter(diemnong.Filter{Categories: codes}); err == nil {
		t.Error("a filter with 501 categories was taken")
	}
}

func FuzzParseFilter(f *testing.F) {
	f.Add("from=2026-11-01&category=a,b&area=s:1")
	f.Add("class=late&as_of=2026-03-01T00:00:00Z&agencies=as_now")
	f.Fuzz(func(t *testing.T, query string) {
		v, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		first, err := diemnong.ParseFilter(v, saigon)
		if err != nil {
			if diemnong.ErrorCode(err) != diemnong.Invalid {
				t.Fatalf("%q: %v is not Invalid", query, err)
			}
			return
		}
		again, err := url.ParseQuery(first.Key())
		if err != nil {
			t.Fatalf("key of %q: %v", query, err)
		}
		second, err := diemnong.ParseFilter(again, time.UTC)
		if err != nil || second.Key() != first.Key() {
			t.Fatalf("%q: key %q became %q (%v)", query, first.Key(), second.Key(), err)
		}
	})
}

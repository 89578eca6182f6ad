package tiles

import (
	"reflect"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
)

// TestEveryFieldOfAFilterIsInItsKey sets one field after the other, so that a
// field that comes new cannot be forgotten.
func TestEveryFieldOfAFilterIsInItsKey(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	values := map[string][]any{
		"From": {day, day.Add(time.Second)}, "To": {day, day.Add(time.Second)},
		"Categories": {[]string{"a"}, []string{"b"}, []string{"a", "b"}, []string{"ab"}},
		"Groups":     {[]string{"a"}, []string{"b"}}, "Agencies": {[]string{"a"}, []string{"b"}},
		"AgencyView": {diemnong.AsNow},
		"Statuses":   {[]diemnong.Status{0}, []diemnong.Status{1}, []diemnong.Status{0, 1}},
		"Classes":    {[]diemnong.Class{0}, []diemnong.Class{1}},
		"Channels":   {[]diemnong.Channel{0}, []diemnong.Channel{1}},
		"Areas":      {[]diemnong.AreaRef{{Set: "a", Code: "bc"}}, []diemnong.AreaRef{{Set: "ab", Code: "c"}}},
		"Qualities":  {[]diemnong.Quality{0}, []diemnong.Quality{1}},
		"AsOf":       nil, // a part of the question's moment
	}
	seen := map[string]diemnong.Filter{filterKey(&diemnong.Filter{}): {}}
	for i := range reflect.TypeFor[diemnong.Filter]().NumField() {
		name := reflect.TypeFor[diemnong.Filter]().Field(i).Name
		if _, ok := values[name]; !ok {
			t.Errorf("filterKey and this test know nothing of the field %s", name)
		}
		for _, v := range values[name] {
			var f diemnong.Filter
			reflect.ValueOf(&f).Elem().Field(i).Set(reflect.ValueOf(v))
			if other, ok := seen[filterKey(&f)]; ok {
				t.Errorf("%+v and %+v have one key", f, other)
			}
			seen[filterKey(&f)] = f
		}
	}
}

func TestEqualFiltersHaveOneKey(t *testing.T) {
	t.Parallel()
	make := func(codes ...string) diemnong.Filter {
		f, err := diemnong.NewFilter(diemnong.Filter{
			Categories: codes, From: time.Date(2026, 1, 1, 7, 0, 0, 5, time.FixedZone("", 7*3600)),
		})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	a, b := make("x", "y"), make("y", "x", "y")
	if filterKey(&a) != filterKey(&b) {
		t.Errorf("%+v and %+v have different keys", a, b)
	}
}

package democity

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestTextsAreFilledAndComposed(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	texts := make(map[string]bool)
	for row := range g.Rows(0) {
		p := row.Personal
		if p.Text == "" || strings.ContainsAny(p.Text, "{}") || strings.Contains(p.Text, "  ") || strings.Contains(strings.ToLower(p.Text), "đường đường") {
			t.Fatalf("%s says %q", row.Complaint.SourceRef, p.Text)
		}
		for _, s := range []string{p.Text, p.Address, p.Name} {
			if !norm.NFC.IsNormalString(s) {
				t.Fatalf("%q is not composed", s)
			}
		}
		if p.Phone != "" && (!strings.HasPrefix(p.Phone, "050") || len(p.Phone) != 10) {
			t.Fatalf("%q may be somebody's number", p.Phone)
		}
		if p.Email != "" && !strings.HasSuffix(p.Email, "@example.com") {
			t.Fatalf("%q may be somebody's address", p.Email)
		}
		texts[p.Text] = true
	}
	if len(texts) < 50_000 {
		t.Errorf("%d different texts in 80000", len(texts))
	}
}

func TestEveryTemplateHasOnlyKnownSlots(t *testing.T) {
	t.Parallel()
	w := usualGenerator(t).wording
	r := rand.New(rand.NewPCG(1, 1))
	s := scene{hour: 20, street: "Nguyễn Trãi", number: "12/3", alley: "12", area: "Phường 4, Quận 5"}
	for category, templates := range w.texts {
		for _, text := range templates {
			for rest := text; ; {
				_, slot, found := strings.Cut(rest, "{")
				if !found {
					break
				}
				slot, rest, found = strings.Cut(slot, "}")
				known := w.phrases[slot] != nil || strings.Contains("street address alley area when daypart n", slot)
				if !found || !known {
					t.Fatalf("%s: %q has the slot %q", category, text, slot)
				}
				if w.fill(slot, &s, r) == "" {
					t.Errorf("%s: the slot %q stays empty", category, slot)
				}
			}
		}
	}
}

func TestStreetsInsideSentences(t *testing.T) {
	t.Parallel()
	f := func(name, want string) {
		t.Helper()
		if got := streetInText(name); got != want {
			t.Errorf("%s is %q; want %q", name, got, want)
		}
	}
	f("Nguyễn Trãi", "đường Nguyễn Trãi")
	f("Đường số 7", "đường số 7")
	f("Quốc lộ 13", "quốc lộ 13")
}

func TestAreasAreWrittenAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	f := func(name string, style areaStyle, want string) {
		t.Helper()
		if got := shortened(name, style); got != want {
			t.Errorf("%s is %q; want %q", name, got, want)
		}
	}
	f("Phường 4", inFull, "Phường 4")
	f("Phường 4", short, "P.4")
	f("Phường 4", tight, "P4")
	f("Quận Bình Thạnh", short, "Q. Bình Thạnh")
	f("Thành phố Thủ Đức", tight, "TP. Thủ Đức")
	f("Đặc khu Côn Đảo", short, "Đặc khu Côn Đảo")
}

func TestWithoutMarks(t *testing.T) {
	t.Parallel()
	if got := withoutMarks("Phước Đông Thạnh Hưng"); got != "Phuoc Dong Thanh Hung" {
		t.Errorf("got %q", got)
	}
}

package geocode_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/diemnong/diemnong/geo/geocode"
)

// piece is a part without its place in the text.
type piece struct {
	Kind        geocode.PartKind
	Text, Value string
}

func TestPartsSayWhatEachPieceWasReadAs(t *testing.T) {
	c := theCity(t)
	f := func(text string, want ...piece) {
		t.Helper()
		var got []piece
		for _, p := range c.Geocode(geocode.Query{Text: text, At: before}).Parts {
			got = append(got, piece{p.Kind, p.Text, p.Value})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	f("Số 12/3 hẻm 12 Lê Lợi, KP2, P. Bến Thành, Q.1, TPHCM",
		piece{geocode.PartNumber, "Số 12/3", "12/3"},
		piece{geocode.PartAlley, "hẻm 12", "12"},
		piece{geocode.PartStreet, "Lê Lợi", "Lê Lợi"},
		piece{geocode.PartHamlet, "KP2", "2"},
		piece{geocode.PartArea, "P. Bến Thành", "Phường Bến Thành"},
		piece{geocode.PartArea, "Q.1", "Quận 1"},
		piece{geocode.PartArea, "TPHCM", "Hồ Chí Minh"},
	)
	f("100 xvnt p1 q binh thanh",
		piece{geocode.PartNumber, "100", "100"},
		piece{geocode.PartArea, "p1", "Phường 1"},
		piece{geocode.PartArea, "q binh thanh", "Quận Bình Thạnh"},
	)
	f("100 XVNT p1 q binh thanh",
		piece{geocode.PartNumber, "100", "100"},
		piece{geocode.PartStreet, "XVNT", "Xô Viết Nghệ Tĩnh"},
		piece{geocode.PartArea, "p1", "Phường 1"},
		piece{geocode.PartArea, "q binh thanh", "Quận Bình Thạnh"},
	)
	f("gần Chợ Bến Thành, quận 1",
		piece{geocode.PartPlace, "Chợ Bến Thành", "Chợ Bến Thành"},
		piece{geocode.PartArea, "quận 1", "Quận 1"},
	)
	f("5 Lê Lợi, tỉnh Cà Mau",
		piece{geocode.PartNumber, "5", "5"},
		piece{geocode.PartStreet, "Lê Lợi", "Lê Lợi"},
		piece{geocode.PartElsewhere, "tỉnh Cà Mau", "Cà Mau"},
	)
	f(" 10.765, 106.665 ", piece{geocode.PartPoint, "10.765, 106.665", "10.765000 106.665000"})
	f("")
}

func TestPartsPointAtTheTextAsGiven(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{
		"Nhờ xem giúp: 223 Nguyễn Trãi, phường 4, quận 5 – cảm ơn",
		norm.NFD.String("Nhờ xem giúp: 223 Nguyễn Trãi, phường 4, quận 5 – cảm ơn"),
		"Nhờ \u200bxem\u0000 giúp:\r\n223 Nguyễn Trãi,\tphường 4, quận 5",
	} {
		parts := c.Geocode(geocode.Query{Text: text, At: before}).Parts
		checkParts(t, text, parts)
		var got []string
		for _, p := range parts {
			if p.Kind == geocode.PartStreet || p.Kind == geocode.PartArea {
				got = append(got, norm.NFC.String(text[p.Start:p.End]))
			}
		}
		if diff := cmp.Diff([]string{"Nguyễn Trãi", "phường 4", "quận 5"}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// checkParts fails when parts are not pieces of the text, one behind the other.
func checkParts(t *testing.T, text string, parts []geocode.Part) {
	t.Helper()
	at := 0
	for _, p := range parts {
		if p.Start < at || p.End <= p.Start || p.End > len(text) {
			t.Fatalf("%q: part %+v is out of order or of the text", text, p)
		}
		if p.Text != text[p.Start:p.End] {
			t.Errorf("%q: part %+v has another text than stands at its place, %q", text, p, text[p.Start:p.End])
		}
		at = p.End
	}
}

package gazetteer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

func TestStreetsOfWhichOneLetterIsWrongAreFound(t *testing.T) {
	g := streets("Nguyễn Trãi", "Cách Mạng Tháng 8", "Bàu Cát 1", "Bàu Cát 2", "Lê Lai", "Lê Lợi", "Nguyễn Thị Minh Khai")
	f := func(written string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, namesOf(g, g.Similar(written, nil))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", written, diff)
		}
	}
	f("nguyentrai", "Nguyễn Trãi")
	f("nguyentai", "Nguyễn Trãi")   // one less
	f("nguyenntrai", "Nguyễn Trãi") // one more
	f("nguyemtrai", "Nguyễn Trãi")  // another one
	f("ngyuentrai", "Nguyễn Trãi")  // two exchanged
	f("nguymtrai")                  // two changes of a short name
	f("cachmanthang8", "Cách Mạng Tháng 8")
	f("cahmanggthang8", "Cách Mạng Tháng 8")                // one less and one more
	f("nguyenthiminkhhai", "Nguyễn Thị Minh Khai")          // one less and one more
	f("ngyenthiminhkhaii", "Nguyễn Thị Minh Khai")          // the same, far apart
	f("cachmangthang9")                                     // another number is another street
	f("cachmangthang", []string(nil)...)                    // so is none
	f("baucat3")                                            // and the next of a row
	f("leloy")                                              // of short names too many are alike
	f("")                                                   // nothing
	f("nguyentraixxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") // too long
	if got := g.Similar("nguyentai", []gazetteer.NameID{99}); len(got) != 2 || got[0] != 99 {
		t.Errorf("Similar does not append: %v", got)
	}
}

func TestAbbreviatedStreetsAreFound(t *testing.T) {
	g := streets("Xô Viết Nghệ Tĩnh", "Nguyễn Thiện Thuật", "Nguyễn Trãi", "Tân Chánh Hiệp 10", "Hẻm 12 Lê Lợi", "Nam Kỳ Khởi Nghĩa")
	f := func(initials, skeleton string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, namesOf(g, g.Abbreviated(initials, skeleton))); diff != "" {
			t.Errorf("%q, %q (-want +got):\n%s", initials, skeleton, diff)
		}
	}
	f("xvnt", "", "Xô Viết Nghệ Tĩnh")
	f("nkkn", "", "Nam Kỳ Khởi Nghĩa")
	f("tch10", "", "Tân Chánh Hiệp 10")
	f("", "ntthuat", "Nguyễn Thiện Thuật")
	f("", "ntrai", "Nguyễn Trãi")
	f("nt", "")    // two letters may be anything
	f("h12ll", "") // alleys are not shortened
	f("", "")
}

func TestARowOfStreetsDiffersInTheNumber(t *testing.T) {
	g := build(func(b *gazetteer.Builder) {
		for _, n := range []string{"Bàu Cát 1", "Bàu Cát 2", "Bàu Cát", "Đường số 5", "Tân Kỳ Tân Quý"} {
			a := gazetteer.Address{Street: n, Number: "1"}
			a.Point.Lon, a.Point.Lat = 106.7, 10.8
			b.AddAddress(&a, true)
		}
		b.AddStreet(&gazetteer.Street{Name: "Bàu Cát 9"}) // nobody knows where
	})
	f := func(written string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, namesOf(g, g.Row([]byte(written)))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", written, diff)
		}
	}
	f("baucat3", "Bàu Cát 1", "Bàu Cát 2")
	f("baucat1", "Bàu Cát 1", "Bàu Cát 2")
	f("baucat") // no number, no row
	f("7")      // nearly every quarter has one
	f("")
}

func TestTheWaysToWriteAStreetHaveOneKey(t *testing.T) {
	f := func(want string, names ...string) {
		t.Helper()
		for _, n := range names {
			if got := key(n); got != want {
				t.Errorf("%q has key %q; want %q", n, got, want)
			}
		}
	}
	f("leloi", "Lê Lợi", "đường Lê Lợi", "Đ. Lê Lợi", "Đ.Lê Lợi", "Đường: Lê Lợi", "LÊ LỢI", "Le Loi", "duong Le Loi", "Lê Lợi,", "Lê Lợi (Q1)", "phố Lê Lợi")
	f("5", "Đường số 5", "Đường Số 05", "so5", "Đ. 5", "đường 5", "Đ.số 5", "DS5", "Số 5")
	f("quoclo1a", "Quốc lộ 1A", "QL 1A", "QL1A", "ql.1a", "Quốc Lộ 1")
	f("tinhlo10", "Tỉnh lộ 10", "TL10", "TL. 10", "đường Tỉnh lộ 10")
	f("duongtinh743", "Đường tỉnh 743", "ĐT743", "ĐT.743", "DT 743", "duong tinh 743")
	f("huonglo2", "Hương lộ 2", "HL2", "HL 2")
	f("3-2", "3 Tháng 2", "3/2", "Đường 3 tháng 2", "Ba Tháng Hai", "đường 3-2")
	f("30-4", "30/4", "30 tháng 4", "đường 30.4")
	f("cachmangthang8", "Cách Mạng Tháng 8", "Cách Mạng Tháng Tám", "CMT8", "CMT 8", "CMTT")
	f("duongbatrac", "Dương Bá Trạc", "đường Dương Bá Trạc", "Đ. Dương Bá Trạc")
	f("phohue", "Phố Huế") // a name that begins so
	f("", "", " ", "...", "()")
}

func TestSkeletons(t *testing.T) {
	for name, want := range map[string]string{"Nguyễn Thiện Thuật": "ntthuat", "Nguyễn Trãi": "ntrai", "Hàm": "", "": "", "Tân Chánh Hiệp 10": "tch10"} {
		if got := gazetteer.Skeleton(name); got != want {
			t.Errorf("Skeleton(%q) = %q; want %q", name, got, want)
		}
	}
}

func TestAlleysAreTakenApart(t *testing.T) {
	f := func(text string, head int32, rest string) {
		t.Helper()
		var k vntext.Text
		k.Read(text)
		n, street := gazetteer.AlleyOf(k.Tokens)
		got := ""
		if len(street) > 0 {
			got = text[street[0].Start:]
		}
		if n.Head != head || got != rest {
			t.Errorf("%q is number %d off %q; want %d off %q", text, n.Head, got, head, rest)
		}
	}
	f("Hẻm 12 Lê Lợi", 12, "Lê Lợi")
	f("hẻm 12/3A Lê Lợi", 12, "Lê Lợi")
	f("Ngõ 5 Hàm Nghi", 5, "Hàm Nghi")
	f("Lê Lợi", 0, "")
	f("Hẻm", 0, "")
}

package geocode_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
)

// TestEveryWayOfWritingMeansTheSame compares ways to write an address with its plain
// form, which the first line of each group is.
func TestEveryWayOfWritingMeansTheSame(t *testing.T) {
	c := theCity(t)
	f := func(street, number, ward string, texts ...string) {
		t.Helper()
		for _, text := range texts {
			for _, form := range []string{text, norm.NFD.String(text)} {
				k := c.best(t, form, before)
				if got := c.named(k.Area); k.Street != street || k.Number != number || got != ward || !k.Quality.Placeable() {
					t.Errorf("%q is %v %q, %q in %q; want a point at %q, %q in %q", form, k.Quality, k.Number, k.Street, got, number, street, ward)
				}
			}
		}
	}
	f("Nguyễn Trãi", "223", "Phường 4, Quận 5",
		"223 Nguyễn Trãi, Phường 4, Quận 5, Thành phố Hồ Chí Minh, Việt Nam",
		"223 nguyễn trãi, phường 4, quận 5",
		"223 NGUYỄN TRÃI, PHƯỜNG 4, QUẬN 5, TP.HCM",
		"223 Nguyen Trai, Phuong 4, Quan 5, TP HCM",
		"223 nguyen trai phuong 4 quan 5",
		"223 Nguyễn Trãi P4Q5",
		"223 nguyen trai p4q5 tphcm",
		"223 Nguyễn Trãi, P.4, Q.5",
		"223 Nguyễn Trãi P 4 Q 5",
		"223 Nguyễn Trãi F4 Q5",
		"223 Nguyễn Trãi, F.4, Q.5",
		"223 Nguyễn Trãi Ph.4 Q.5",
		"223 Nguyễn Trãi phường 04 quận 05",
		"223 Nguyễn Trãi, Phường Phường 4, Quận Quận 5",
		"Quận 5, Phường 4, đường Nguyễn Trãi, số 223",
		"Q5 - P4 - Nguyễn Trãi - số 223",
		"số nhà 223 đường Nguyễn Trãi phường 4 quận 5",
		"Số 223, Đ. Nguyễn Trãi, P.4, Q.5",
		"SN 223 đ.Nguyễn Trãi,P4,Q5",
		"223  Nguyễn   Trãi ,, P4 . Q5 !!!",
		"223 Nguyễn Trãi\nPhường 4\nQuận 5",
		"223 Ng. Trãi, P.4, Q.5",
		"223 N.Trãi, P.4, Q.5",
		"KP3, 223 Nguyễn Trãi, P4, Q5",
		"223 Nguyễn Trãi, tổ 12, KP.3, P4, Q5",
		"gần 223 Nguyễn Trãi, P4, Q5",
		"đối diện số 223 Nguyễn Trãi, P4, Q5",
		"trước nhà 223 Nguyễn Trãi, P4, Q5",
		"223 Nguyễn Trãi, P4, Q5, 700000",
	)
	f("Cách Mạng Tháng 8", "304", "Phường 4, Quận Tân Bình",
		"304 Cách Mạng Tháng 8, Phường 4, Quận Tân Bình",
		"304 Cách Mạng Tháng Tám, P4, Q. Tân Bình",
		"304 CMT8, P4, Tân Bình",
		"304 CMT 8 P.4 Q.TB",
		"304 cmt8 p4 q tan binh",
	)
	f("Xô Viết Nghệ Tĩnh", "100", "Phường 1, Quận Bình Thạnh",
		"100 Xô Viết Nghệ Tĩnh, Phường 1, Quận Bình Thạnh",
		"100 XVNT, P1, Q Bình Thạnh",
		"100 Xo Viet Nghe Tinh F1 Q.Binh Thanh",
	)
	f("Nguyễn Thị Minh Khai", "100", "Phường 13, Quận 3",
		"100 Nguyễn Thị Minh Khai, Phường 13, Quận 3",
		"100 NTMK, P13, Q3",
		"100 Ng.T.M.Khai, P13, Q3",
		"100 N T Minh Khai, P13, Q3",
	)
	f("3 Tháng 2", "120", "Phường 1, Quận 5",
		"120 3 Tháng 2, Phường 1, Quận 5",
		"120 đường 3/2, P1, Q5",
		"120 3/2, P1, Q5",
		"120 Ba Tháng Hai, P1, Q5",
		"120 duong 3 thang 2 p1 q5",
	)
	f("30 Tháng 4", "120", "Phường Khánh Bình, Thị xã Tân Uyên",
		"120 đường 30 Tháng 4, Phường Khánh Bình, Thị xã Tân Uyên",
		"120 đường 30/4, P. Khánh Bình, TX Tân Uyên",
		"120 30/4, P. Khánh Bình, TX. Tân Uyên",
	)
	f("Quốc lộ 13", "100", "Phường 25, Quận Bình Thạnh",
		"100 Quốc lộ 13, Phường 25, Quận Bình Thạnh",
		"100 QL13, P25, Bình Thạnh",
		"100 QL.13, P25, Q.Bình Thạnh",
		"100 ql 13 p25 binh thanh",
		"Bình Thạnh, P25, QL13, số 100",
	)
	f("Tỉnh lộ 10", "500", "Xã Vĩnh Lộc A, Huyện Bình Chánh",
		"500 Tỉnh lộ 10, Xã Vĩnh Lộc A, Huyện Bình Chánh",
		"500 TL10, X. Vĩnh Lộc A, H. Bình Chánh",
		"500 TL 10, xã Vĩnh Lộc A, H.Bình Chánh",
		"500 tinh lo 10 vinh loc a huyen binh chanh",
	)
	f("Đường tỉnh 743", "100", "Phường Dĩ An, Thành phố Dĩ An",
		"100 Đường tỉnh 743, Phường Dĩ An, Thành phố Dĩ An",
		"100 ĐT743, P. Dĩ An, TP. Dĩ An",
		"100 ĐT 743, P Dĩ An, TP Dĩ An",
	)
	f("Dương Bá Trạc", "50", "Phường 1, Quận 8",
		"50 Dương Bá Trạc, Phường 1, Quận 8",
		"50 đường Dương Bá Trạc, P1, Q8",
		"50 Đ. Dương Bá Trạc P1Q8",
		"50 Duong Ba Trac, P1, Q8",
		"50 duong Duong Ba Trac, P1, Q8",
	)
	f("Hòa Hảo", "50", "Phường 14, Quận 5",
		"50 Hòa Hảo, Phường 14, Quận 5",
		"50 Hoà Hảo, P14, Q5",
		"50 HOÀ HẢO P14 Q5",
	)
}

func TestAreasAreReadInEveryForm(t *testing.T) {
	c := theCity(t)
	f := func(want string, texts ...string) {
		t.Helper()
		for _, text := range texts {
			for _, form := range []string{text, norm.NFD.String(text), strings.ToUpper(text)} {
				if got := c.named(c.best(t, form, before).Area); got != want {
					t.Errorf("%q is in %q; want %q", form, got, want)
				}
			}
		}
	}
	f("Thị trấn Hóc Môn, Huyện Hóc Môn", "Thị trấn Hóc Môn, Huyện Hóc Môn", "TT Hóc Môn, H Hóc Môn", "TT. Hóc Môn, H. Hóc Môn", "tt hoc mon, h.hoc mon")
	f("Phường Khánh Bình, Thị xã Tân Uyên", "P. Khánh Bình, TX. Tân Uyên", "khánh bình, tx tân uyên")
	f("Phường Đông Hòa, Thành phố Dĩ An", "P. Đông Hòa, TP. Dĩ An", "phường Đông Hoà, TP Dĩ An")
	f("Xã Bà Điểm, Huyện Hóc Môn", "ấp Tiền Lân, xã Bà Điểm, huyện Hóc Môn", "ấp 3, X. Bà Điểm, H. Hóc Môn")
	f("Phường 4, Quận 5", "tổ 12 khu phố 3 phường 4 quận 5", "Tổ 12, KP3, P.4, Q.5", "KP 3 F4 Q5")
	f("Quận 1", "Quận Nhất", "q.1", "quận 1, tp hcm")
}

func TestHouseNumbersInEveryForm(t *testing.T) {
	c := theCity(t)
	f := func(text, number string) {
		t.Helper()
		k := c.best(t, text+" Nguyễn Trãi, P4, Q5", before)
		if k.Number != number || k.Quality != diemnong.QualityPoint || c.named(k.Area) != "Phường 4, Quận 5" {
			t.Errorf("%q is %v %q in %q; want a point at number %q", text, k.Quality, k.Number, c.named(k.Area), number)
		}
	}
	f("210/12/5", "210/12/5")
	f("210/12/2/6/15/48/2A", "210/12/2/6/15/48/2A")
	f("223 bis", "223 bis")
	f("223Bis", "223Bis")
	f("223A", "223A")
	f("221-223", "221-223")
	f("221 - 223", "221 - 223")
	f("221, 223", "221, 223")
	f("hẻm 210", "210")
	f("Hẻm số 210", "210")
	f("ngõ 210", "210")
	f("H.210", "210")
	f("h. 210", "210")
	f("nhà 12 hẻm 210", "210/12")
	f("210/12 hẻm 210", "210/12")
	f("Lô A, chung cư X, 223", "223")
	f("Block B, 223", "223")
}

func TestTypedMarksTellTheWordForStreetFromTheNameDuong(t *testing.T) {
	c := theCity(t)
	f := func(text, want string) {
		t.Helper()
		for _, form := range []string{text, norm.NFD.String(text), strings.ToUpper(text)} {
			if got := c.best(t, form, before).Street; got != want {
				t.Errorf("%q is on %q; want %q", form, got, want)
			}
		}
	}
	f("50 Dương Quảng Hàm", "Dương Quảng Hàm")
	f("50 đường Quảng Hàm", "Quảng Hàm")
	f("50 đường Dương Quảng Hàm", "Dương Quảng Hàm")
	f("50 Đ. Quảng Hàm", "Quảng Hàm")
	f("50 Quảng Hàm", "Quảng Hàm")
}

func TestCrossingsInEveryWording(t *testing.T) {
	c := theCity(t)
	meet := at(7.4, 4.5)
	for _, text := range []string{
		"Nguyễn Trãi - Trần Bình Trọng",
		"Nguyễn Trãi-Trần Bình Trọng, Q5",
		"Trần Bình Trọng / Nguyễn Trãi",
		"Nguyễn Trãi & Trần Bình Trọng",
		"Nguyễn Trãi x Trần Bình Trọng",
		"giao lộ Nguyễn Trãi - Trần Bình Trọng",
		"giao lộ Nguyễn Trãi và Trần Bình Trọng, quận 5",
		"góc Nguyễn Trãi và Trần Bình Trọng",
		"góc đường Nguyễn Trãi, Trần Bình Trọng, Q5",
		"Nguyễn Trãi giao với Trần Bình Trọng",
		"Nguyễn Trãi cắt Trần Bình Trọng",
		"ngã tư Nguyễn Trãi - Trần Bình Trọng",
		"Ngã 4 Nguyễn Trãi và Trần Bình Trọng",
		"nga tu nguyen trai tran binh trong",
		"Đèn tín hiệu tại giao lộ Nguyễn Trãi - Trần Bình Trọng không hoạt động",
	} {
		k := c.best(t, text, after)
		if d := k.Point.DistanceM(meet); k.Quality != diemnong.QualityPoint || d > k.RadiusM || k.Number != "" {
			t.Errorf("%q is %v, number %q, %.0f m from the crossing, radius %.0f m", text, k.Quality, k.Number, d, k.RadiusM)
		}
	}
}

func TestANumberedRoadIsNoHouseNumber(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{"QL13 - Xô Viết Nghệ Tĩnh", "TL10 Xô Viết Nghệ Tĩnh", "QL 13 Xô Viết Nghệ Tĩnh", "quốc lộ 13 Xô Viết Nghệ Tĩnh", "ĐT743 Xô Viết Nghệ Tĩnh, P1, Bình Thạnh"} {
		for _, k := range c.Geocode(geocode.Query{Text: text, At: after}).Candidates {
			if k.Number != "" || k.Quality == diemnong.QualityPoint {
				t.Errorf("%q is %v at number %q, %q", text, k.Quality, k.Number, k.Street)
			}
		}
	}
}

func TestAnAddressInsideAComplaint(t *testing.T) {
	c := theCity(t)
	const text = "Kính gửi tổng đài. Nhờ kiểm tra giúp tôi: trước nhà 223 Nguyễn Trãi, phường 4, quận 5 có ổ gà rất lớn, " +
		"đã gọi 3 lần từ ngày 12/5 mà chưa ai sửa. Ban đêm đèn đường không sáng, rất nguy hiểm cho người đi xe máy. SĐT 0903123456, chị Lan."
	for _, form := range []string{text, norm.NFD.String(text), strings.ToLower(text), strings.Repeat("Rất mong được giúp đỡ. ", 20) + text} {
		k := c.best(t, form, before)
		if c.named(k.Area) != "Phường 4, Quận 5" || k.Street != "Nguyễn Trãi" || k.Number != "223" || k.Quality != diemnong.QualityPoint {
			t.Errorf("%q: %v %q %q in %q", form, k.Quality, k.Number, k.Street, c.named(k.Area))
		}
	}
}

func TestPlacesAreFoundByNameAndByTheirOtherNames(t *testing.T) {
	c := theCity(t)
	f := func(text string, x, y float64) {
		t.Helper()
		k := c.best(t, text, after)
		if d := k.Point.DistanceM(at(x, y)); k.Quality != diemnong.QualityPoint || d > k.RadiusM {
			t.Errorf("%q is %v, %.0f m from the place", text, k.Quality, d)
		}
	}
	f("Chợ Bến Thành", 14.5, 4.5)
	f("gần chợ Bến Thành, quận 1", 14.5, 4.5)
	f("đối diện bệnh viện Chợ Rẫy", 6.5, 7)
	f("BV Chợ Rẫy", 6.5, 7)
	f("chân cầu Sài Gòn", 11.9, 8.6)
	f("lô C chung cư Ngô Gia Tự", 4.5, 5.5)
	f("Chợ Phú Lâm, Nhà Bè", 17, 1)
	f("Chợ Phú Lâm, quận Tân Phú", 1, 5)
}

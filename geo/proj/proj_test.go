package proj

import (
	"math"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// The wanted values are those of PROJ 9.1.1 through gdaltransform, for VN-2000
// with the parameters of EPSG:6960 as +towgs84.
func TestToWGS84AgreesWithPROJ(t *testing.T) {
	f := func(code int, x, y, lon, lat, withinM float64) {
		t.Helper()
		p, err := FromEPSG(code)
		if err != nil {
			t.Fatal(err)
		}
		got, want := p.ToWGS84(x, y), geo.Point{Lon: lon, Lat: lat}
		if d := got.DistanceM(want); !(d <= withinM) {
			t.Errorf("EPSG:%d %v %v = %v; want %v, which is %.4f m away", code, x, y, got, want, d)
		}
	}
	const mm = 0.001
	f(4326, 106.7, 10.78, 106.7, 10.78, 0)
	// UTM 48N, 49N, and 48S over the Sunda Strait.
	f(32648, 603696.964, 1192284.865, 105.948501123583, 10.7842520710833, mm)
	f(32648, 500000, 1200000, 105, 10.855481221619, mm)
	f(32648, 685876.424, 1192169.982, 106.69999999833, 10.7799999984698, mm)
	f(32648, 300000, 2400000, 103.066820519718, 21.6921468314014, mm)
	f(32649, 603696.964, 1192284.865, 111.948501123583, 10.7842520710833, mm)
	f(32748, 700000, 9300000, 106.808005126644, -6.32971327469897, mm)
	f(32748, 300000, 8900000, 103.175699616341, -9.94607095943687, mm)
	// VN-2000: degrees, UTM, and the zones of 3 degrees from west to east.
	f(4756, 106.7, 10.78, 106.701786246432, 10.7789814971815, mm)
	f(4756, 103, 22.5, 103.001906775848, 22.4990545633146, mm)
	f(3405, 603696.964, 1192284.865, 105.950289339206, 10.7832379808629, mm)
	f(3405, 685876.424, 1192169.982, 106.701786244762, 10.7789814956513, mm)
	f(3405, 300000, 2400000, 103.068716342456, 21.6911957702888, mm)
	f(3406, 500000, 1200000, 111.001769682915, 10.8544374922656, mm)
	f(9205, 603696.964, 1192284.865, 103.949998312178, 10.7800157688047, mm)
	f(9210, 603696.964, 1192284.865, 106.699992698871, 10.7799996178674, mm)
	f(9210, 500000, 1200000, 105.751789087417, 10.8512121764196, mm)
	f(9210, 300000, 2400000, 103.819381968968, 21.6846917875724, mm)
	f(9218, 685876.424, 1192169.982, 110.201245095637, 10.7757303115253, mm)
	f(5897, 500000, 1200000, 105.001790639965, 10.8512166095811, mm)
	f(5899, 300000, 2400000, 105.819378244191, 21.6846687979899, mm)
	// Web Mercator; Bern, Zürich, and both ends of Switzerland.
	f(3857, -8237642, 4970241, -73.999997137049, 40.7139535982739, mm)
	f(2056, 2600000, 1200000, 7.43863242087181, 46.9510827718711, mm)
	f(2056, 2683920, 1245604, 8.54942200178265, 47.3559425558913, mm)
	f(2056, 2500000, 1117000, 6.14316842715007, 46.1970126237953, mm)
	f(2056, 2780000, 1170000, 9.79061045400201, 46.6569544522484, mm)
}

// PROJ on its own takes other parameters for VN-2000 in the south (EPSG:5194);
// both claim an accuracy of a metre.
func TestVN2000IsWithinAMetreOfPROJsChoiceForTheSouth(t *testing.T) {
	p, err := FromEPSG(9210)
	if err != nil {
		t.Fatal(err)
	}
	want := geo.Point{Lon: 106.699999992337, Lat: 10.7800000074468}
	if d := p.ToWGS84(603696.964, 1192284.865).DistanceM(want); d > 1 {
		t.Errorf("the point is %.2f m from PROJ's; want at most 1 m", d)
	}
}

func TestUnknownCodesAreRefused(t *testing.T) {
	for _, code := range []int{0, -1, 1, 32600, 32661, 32700, 32761, 9204, 9219, 3407} {
		if _, err := FromEPSG(code); diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("FromEPSG(%d) fails with %v; want an invalid value", code, err)
		}
	}
}

func TestCoordinatesOutsideTheGridGiveNoValidPoint(t *testing.T) {
	for _, code := range []int{4326, 32648, 3405, 9210, 2056, 3857} {
		p, err := FromEPSG(code)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e12} {
			if got := p.ToWGS84(v, v); got.Valid() && code != 3857 {
				t.Errorf("EPSG:%d %v %v = %v; want no valid point", code, v, v, got)
			}
		}
	}
}

func FuzzToWGS84(f *testing.F) {
	f.Add(9210, 603696.964, 1192284.865)
	f.Add(2056, 2683920.0, 1245604.0)
	f.Add(32748, 1e7, -1e7)
	f.Fuzz(func(t *testing.T, code int, x, y float64) {
		p, err := FromEPSG(code)
		if err != nil {
			t.Skip()
		}
		got := p.ToWGS84(x, y)
		if !got.Valid() || code == 4326 || math.Abs(got.Lat) > 80 {
			return
		}
		// one centimetre on the grid is about one on the ground
		if d := got.DistanceM(p.ToWGS84(x+0.01, y)); code != 4756 && code != 3857 && got.Valid() && d > 0.1 {
			t.Errorf("EPSG:%d %v %v jumps by %v m", code, x, y, d)
		}
	})
}

func BenchmarkToWGS84(b *testing.B) {
	p, err := FromEPSG(9210)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		p.ToWGS84(603696.964, 1192284.865)
	}
}

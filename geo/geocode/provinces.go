package geocode

import "github.com/diemnong/diemnong/geo"

// province is a province or city of the first level of Viet Nam, before or
// since the mergers of 1 July 2025, with the place of its seat, by which the
// geocoder sees whether it is covered by the city's area sets.
// Names: resolutions 202/2025/QH15 and the list before it; seats: general maps,
// rounded to a hundredth of a degree.
type province struct {
	name string
	seat geo.Point
}

var provinces = []province{
	{"An Giang", geo.Point{Lon: 105.44, Lat: 10.38}},
	{"Bà Rịa - Vũng Tàu", geo.Point{Lon: 107.17, Lat: 10.50}},
	{"Bắc Giang", geo.Point{Lon: 106.20, Lat: 21.27}},
	{"Bắc Kạn", geo.Point{Lon: 105.83, Lat: 22.15}},
	{"Bạc Liêu", geo.Point{Lon: 105.72, Lat: 9.29}},
	{"Bắc Ninh", geo.Point{Lon: 106.07, Lat: 21.19}},
	{"Bến Tre", geo.Point{Lon: 106.38, Lat: 10.24}},
	{"Bình Định", geo.Point{Lon: 109.22, Lat: 13.78}},
	{"Bình Dương", geo.Point{Lon: 106.65, Lat: 10.98}},
	{"Bình Phước", geo.Point{Lon: 106.90, Lat: 11.54}},
	{"Bình Thuận", geo.Point{Lon: 108.10, Lat: 10.93}},
	{"Cà Mau", geo.Point{Lon: 105.15, Lat: 9.18}},
	{"Cần Thơ", geo.Point{Lon: 105.78, Lat: 10.03}},
	{"Cao Bằng", geo.Point{Lon: 106.26, Lat: 22.67}},
	{"Đà Nẵng", geo.Point{Lon: 108.22, Lat: 16.07}},
	{"Đắk Lắk", geo.Point{Lon: 108.04, Lat: 12.67}},
	{"Đắk Nông", geo.Point{Lon: 107.69, Lat: 12.00}},
	{"Điện Biên", geo.Point{Lon: 103.02, Lat: 21.39}},
	{"Đồng Nai", geo.Point{Lon: 106.82, Lat: 10.96}},
	{"Đồng Tháp", geo.Point{Lon: 105.63, Lat: 10.46}},
	{"Gia Lai", geo.Point{Lon: 108.00, Lat: 13.98}},
	{"Hà Giang", geo.Point{Lon: 104.98, Lat: 22.82}},
	{"Hà Nam", geo.Point{Lon: 105.91, Lat: 20.54}},
	{"Hà Nội", geo.Point{Lon: 105.85, Lat: 21.03}},
	{"Hà Tĩnh", geo.Point{Lon: 105.90, Lat: 18.34}},
	{"Hải Dương", geo.Point{Lon: 106.31, Lat: 20.94}},
	{"Hải Phòng", geo.Point{Lon: 106.68, Lat: 20.86}},
	{"Hậu Giang", geo.Point{Lon: 105.47, Lat: 9.78}},
	{"Hồ Chí Minh", geo.Point{Lon: 106.70, Lat: 10.78}},
	{"Hòa Bình", geo.Point{Lon: 105.34, Lat: 20.82}},
	{"Huế", geo.Point{Lon: 107.59, Lat: 16.46}},
	{"Hưng Yên", geo.Point{Lon: 106.05, Lat: 20.65}},
	{"Khánh Hòa", geo.Point{Lon: 109.19, Lat: 12.24}},
	{"Kiên Giang", geo.Point{Lon: 105.08, Lat: 10.01}},
	{"Kon Tum", geo.Point{Lon: 108.01, Lat: 14.35}},
	{"Lai Châu", geo.Point{Lon: 103.46, Lat: 22.40}},
	{"Lâm Đồng", geo.Point{Lon: 108.44, Lat: 11.94}},
	{"Lạng Sơn", geo.Point{Lon: 106.76, Lat: 21.85}},
	{"Lào Cai", geo.Point{Lon: 103.97, Lat: 22.49}},
	{"Long An", geo.Point{Lon: 106.41, Lat: 10.54}},
	{"Nam Định", geo.Point{Lon: 106.17, Lat: 20.43}},
	{"Nghệ An", geo.Point{Lon: 105.68, Lat: 18.68}},
	{"Ninh Bình", geo.Point{Lon: 105.97, Lat: 20.25}},
	{"Ninh Thuận", geo.Point{Lon: 108.99, Lat: 11.57}},
	{"Phú Thọ", geo.Point{Lon: 105.40, Lat: 21.32}},
	{"Phú Yên", geo.Point{Lon: 109.31, Lat: 13.09}},
	{"Quảng Bình", geo.Point{Lon: 106.62, Lat: 17.47}},
	{"Quảng Nam", geo.Point{Lon: 108.48, Lat: 15.57}},
	{"Quảng Ngãi", geo.Point{Lon: 108.80, Lat: 15.12}},
	{"Quảng Ninh", geo.Point{Lon: 107.08, Lat: 20.95}},
	{"Quảng Trị", geo.Point{Lon: 107.10, Lat: 16.82}},
	{"Sóc Trăng", geo.Point{Lon: 105.97, Lat: 9.60}},
	{"Sơn La", geo.Point{Lon: 103.91, Lat: 21.33}},
	{"Tây Ninh", geo.Point{Lon: 106.10, Lat: 11.31}},
	{"Thái Bình", geo.Point{Lon: 106.34, Lat: 20.45}},
	{"Thái Nguyên", geo.Point{Lon: 105.84, Lat: 21.59}},
	{"Thanh Hóa", geo.Point{Lon: 105.78, Lat: 19.81}},
	{"Thừa Thiên Huế", geo.Point{Lon: 107.59, Lat: 16.46}},
	{"Tiền Giang", geo.Point{Lon: 106.36, Lat: 10.36}},
	{"Trà Vinh", geo.Point{Lon: 106.34, Lat: 9.93}},
	{"Tuyên Quang", geo.Point{Lon: 105.21, Lat: 21.82}},
	{"Vĩnh Long", geo.Point{Lon: 105.97, Lat: 10.25}},
	{"Vĩnh Phúc", geo.Point{Lon: 105.60, Lat: 21.31}},
	{"Yên Bái", geo.Point{Lon: 104.88, Lat: 21.72}},
}

// provinceAliases are other ways to write them, by key.
var provinceAliases = map[string]string{
	"hcm": "Hồ Chí Minh", "tphcm": "Hồ Chí Minh", "hcmc": "Hồ Chí Minh", "saigon": "Hồ Chí Minh", "sg": "Hồ Chí Minh",
	"hochiminhcity": "Hồ Chí Minh", "tpsaigon": "Hồ Chí Minh", "hochiminhcityvietnam": "Hồ Chí Minh", "hcminh": "Hồ Chí Minh",
	"tphochiminh": "Hồ Chí Minh", "hn": "Hà Nội", "hanoi": "Hà Nội", "danang": "Đà Nẵng", "brvt": "Bà Rịa - Vũng Tàu",
	"vungtau": "Bà Rịa - Vũng Tàu", "bariavungtau": "Bà Rịa - Vũng Tàu", "dongnai": "Đồng Nai", "bienhoa": "Đồng Nai",
	"daklak": "Đắk Lắk", "daclac": "Đắk Lắk", "daclak": "Đắk Lắk", "daknong": "Đắk Nông", "tthue": "Huế",
	"dalat": "Lâm Đồng", "nhatrang": "Khánh Hòa",
}

// nations are keys of countries.
var nations = map[string]bool{"vietnam": true, "vn": true}

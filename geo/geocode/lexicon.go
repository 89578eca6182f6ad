package geocode

// class is what a word before a name says the name is.
type class uint16

const (
	classPhuong class = 1 << iota
	classXa
	classThiTran
	classDacKhu
	classQuan
	classHuyen
	classThiXa
	classThanhPho
	classTinh
	classStreet
	classAlley
	classHamlet
	classNumber
	classPlace
	classRelation

	classFine   = classPhuong | classXa | classThiTran | classDacKhu
	classCoarse = classQuan | classHuyen | classThiXa | classThanhPho
	classArea   = classFine | classCoarse
)

// word is a word, or several, that say what the name after them is.
type word struct {
	class class
	toned string // with marks; typed marks must not contradict it. Empty: any
	short bool   // an abbreviation: means less by itself
}

// lexicon is by key (see vntext.Key): the words joined, without marks.
var lexicon = map[string][]word{
	"phuong":  {{classPhuong, "phương2", false}},
	"phuog":   {{classPhuong, "", false}},
	"phg":     {{classPhuong, "", true}},
	"ph":      {{classPhuong, "", true}},
	"p":       {{classPhuong, "", true}},
	"f":       {{classPhuong, "", true}},
	"fuong":   {{classPhuong, "", false}},
	"ward":    {{classPhuong, "", false}},
	"xa":      {{classXa, "xa4", false}},
	"x":       {{classXa, "", true}},
	"commune": {{classXa, "", false}},
	"thitran": {{classThiTran, "", false}},
	"ttr":     {{classThiTran, "", true}},
	"tt":      {{classThiTran, "", true}},
	"dackhu":  {{classDacKhu, "", false}},

	"quan":     {{classQuan, "quân5", false}},
	"q":        {{classQuan, "", true}},
	"district": {{classQuan | classHuyen, "", false}},
	"dist":     {{classQuan | classHuyen, "", true}},
	"huyen":    {{classHuyen, "huyên5", false}},
	"hyen":     {{classHuyen, "", false}},
	"h":        {{classHuyen, "", true}, {classAlley, "", true}},
	"thixa":    {{classThiXa, "", false}},
	"tx":       {{classThiXa, "", true}},
	"thanhpho": {{classThanhPho, "", false}},
	"tp":       {{classThanhPho, "", true}},
	"tpho":     {{classThanhPho, "", true}},
	"city":     {{classThanhPho, "", false}},
	"tinh":     {{classTinh, "tinh3", false}},
	"t":        {{classTinh | classThanhPho, "", true}},
	"province": {{classTinh, "", false}},

	"duong":   {{classStreet, "đương2", false}},
	"d":       {{classStreet, "", true}},
	"dg":      {{classStreet, "", true}},
	"dng":     {{classStreet, "", true}},
	"pho":     {{classStreet, "phô1", false}},
	"ds":      {{classStreet, "", true}},
	"street":  {{classStreet, "", false}},
	"duongso": {{classStreet, "", false}},

	"hem":   {{classAlley, "", false}},
	"ngo":   {{classAlley, "ngo4", false}},
	"ngach": {{classAlley, "", false}},
	"kiet":  {{classAlley, "kiêt5", false}},
	"alley": {{classAlley, "", false}},

	"khupho":   {{classHamlet, "", false}},
	"kp":       {{classHamlet, "", true}},
	"to":       {{classHamlet, "tô3", false}},
	"todanpho": {{classHamlet, "", false}},
	"todp":     {{classHamlet, "", false}},
	"tdp":      {{classHamlet, "", true}},
	"ap":       {{classHamlet, "âp1", false}},
	"khom":     {{classHamlet, "khom1", false}},
	"thon":     {{classHamlet, "thôn", false}},
	"khuvuc":   {{classHamlet, "", false}},

	"so":    {{classNumber, "sô1", false}},
	"sonha": {{classNumber, "", false}},
	"sn":    {{classNumber, "", true}},
	"nhaso": {{classNumber, "", false}},
	"canso": {{classNumber, "", false}},

	"kdc":           {{classPlace, "", false}},
	"khudancu":      {{classPlace, "", false}},
	"cuxa":          {{classPlace, "", false}},
	"cx":            {{classPlace, "", true}},
	"chungcu":       {{classPlace, "", false}},
	"cc":            {{classPlace, "", true}},
	"canho":         {{classPlace, "", false}},
	"toanha":        {{classPlace, "", false}},
	"caooc":         {{classPlace, "", false}},
	"kcn":           {{classPlace, "", false}},
	"khucongnghiep": {{classPlace, "", false}},
	"kcx":           {{classPlace, "", false}},
	"ktx":           {{classPlace, "", false}},
	"kdt":           {{classPlace, "", false}},
	"khudothi":      {{classPlace, "", false}},
	"cho":           {{classPlace, "chơ5", false}},
	"cau":           {{classPlace, "câu2", false}},
	"congvien":      {{classPlace, "", false}},
	"truong":        {{classPlace, "trương2", false}},
	"benhvien":      {{classPlace, "", false}},
	"bv":            {{classPlace, "", true}},
	"nga3":          {{classPlace, "", false}},
	"nga4":          {{classPlace, "", false}},
	"ngaba":         {{classPlace, "", false}},
	"ngatu":         {{classPlace, "", false}},
	"nga5":          {{classPlace, "", false}},
	"nga6":          {{classPlace, "", false}},
	"nganam":        {{classPlace, "", false}},
	"ngasau":        {{classPlace, "", false}},
	"ngabay":        {{classPlace, "", false}},
	"vongxoay":      {{classPlace, "", false}},
	"bungbinh":      {{classPlace, "", false}},
	"benxe":         {{classPlace, "", false}},
	"nhatho":        {{classPlace, "", false}},
	"chua":          {{classPlace, "chua2", false}},
	"sieuthi":       {{classPlace, "", false}},
	"tttm":          {{classPlace, "", false}},
	"ubnd":          {{classPlace, "", false}},
	"block":         {{classPlace, "", false}},
	"lo":            {{classPlace, "lô", false}},
	"khu":           {{classPlace, "", false}},
	"tang":          {{classPlace, "tâng2", false}},
	"lau":           {{classPlace, "lâu2", false}},

	"gan":     {{classRelation, "gân2", false}},
	"doidien": {{classRelation, "", false}},
	"canh":    {{classRelation, "canh5", false}},
	"goc":     {{classRelation, "goc1", false}},
	"giaolo":  {{classRelation, "", false}},
	"giaovoi": {{classRelation, "", false}},
	"giao":    {{classRelation, "giao", false}},
	"tai":     {{classRelation, "tai5", false}},
	"ketu":    {{classRelation, "", false}},
	"truoc":   {{classRelation, "", false}},
	"va":      {{classRelation, "va2", false}},
	"voi":     {{classRelation, "vơi1", false}},
	"cu":      {{classRelation, "cu4", false}},
	"moi":     {{classRelation, "mơi1", false}},
	"nay":     {{classRelation, "nay", false}},
	"la":      {{classRelation, "la2", false}},
	"thuoc":   {{classRelation, "thuôc5", false}},
}

// junctions are words before the names of streets that meet there.
var junctions = map[string]bool{
	"nga3": true, "nga4": true, "ngaba": true, "ngatu": true, "nganam": true, "nga5": true, "ngasau": true, "nga6": true, "ngabay": true,
	"vongxoay": true, "bungbinh": true,
}

// roadKinds stand before the number of a road, the words with "lộ" behind them.
var roadKinds = map[string]bool{
	"ql": true, "tl": true, "hl": true, "dt": true, "quoc": true, "tinh": true, "huong": true,
}

// maxWords is how many tokens a lexicon entry spans at most.
const maxWords = 3

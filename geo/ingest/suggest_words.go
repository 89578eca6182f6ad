package ingest

// columnWords are names of columns in Vietnamese and English, as slugs, the
// surest first.
var columnWords = map[Field][]string{
	FieldSourceRef: {
		"source-ref", "ma-phan-anh", "ma-ho-so", "so-phieu", "ma-phieu", "ma-kien-nghi", "ma-so", "ma-pa", "ma", "unique-key",
		"request-number", "service-request-id", "request-id", "ticket", "case-id", "reference", "id",
	},
	FieldReceivedAt: {
		"received-at", "ngay-tiep-nhan", "thoi-gian-tiep-nhan", "ngay-phan-anh", "ngay-gui", "thoi-gian-gui", "ngay-tao", "tiep-nhan",
		"created-date", "created-at", "requested-datetime", "open-date", "opened", "created", "date", "ngay",
	},
	FieldDueAt: {
		"due-at", "due-date", "han-xu-ly", "thoi-han", "thoi-han-xu-ly", "ngay-het-han", "han-giai-quyet", "expected-datetime", "deadline", "due",
	},
	FieldClosedAt: {
		"closed-at", "ngay-hoan-thanh", "thoi-gian-hoan-thanh", "ngay-dong", "ngay-xu-ly-xong", "ngay-ket-thuc", "hoan-thanh",
		"closed-date", "completed-date", "completion-date", "resolved-at", "close-date", "completed", "closed",
	},
	FieldAssignedAt: {"assigned-at", "ngay-chuyen", "ngay-phan-cong", "assigned-date"},
	FieldReopenedAt: {"reopened-at", "ngay-mo-lai"},
	FieldReopened:   {"reopened", "so-lan-mo-lai"},
	FieldStatus:     {"status", "trang-thai", "tinh-trang", "trang-thai-xu-ly"},
	FieldChannel:    {"channel", "kenh", "kenh-tiep-nhan", "nguon", "nguon-tiep-nhan", "hinh-thuc-tiep-nhan", "open-data-channel-type"},
	FieldCategory: {
		"category", "chuyen-muc", "loai-phan-anh", "noi-dung-phan-anh-loai", "linh-vuc-con", "loai", "chu-de",
		"service-code", "service-name", "complaint-type", "request-type", "nature", "type",
	},
	FieldGroup:      {"group", "linh-vuc", "nhom", "nhom-linh-vuc", "category-group"},
	FieldAgency:     {"agency", "don-vi-xu-ly", "co-quan-xu-ly", "don-vi", "co-quan", "agency-responsible", "department"},
	FieldAgencyName: {"agency-name", "ten-don-vi"},
	FieldLon:        {"lon", "lng", "long", "longitude", "kinh-do"},
	FieldLat:        {"lat", "latitude", "vi-do"},
	FieldX:          {"x", "e", "easting", "toa-do-x", "x-coordinate"},
	FieldY:          {"y", "n", "northing", "toa-do-y", "y-coordinate"},
	FieldArea:       {"area", "ma-phuong", "phuong-xa", "phuong", "xa", "ward", "phuong-xa-thi-tran", "community-board", "community-area"},
	FieldAreaParent: {"quan-huyen", "quan", "huyen", "district"},
	FieldAddress:    {"address", "dia-chi", "dia-diem", "vi-tri", "noi-xay-ra", "incident-address", "street-address", "location"},
	FieldText:       {"text", "noi-dung", "noi-dung-phan-anh", "mo-ta", "chi-tiet", "description", "descriptor", "details"},
	FieldName:       {"name", "ho-ten", "ho-va-ten", "nguoi-phan-anh", "nguoi-gui", "ten-cong-dan", "first-name"},
	FieldPhone:      {"phone", "dien-thoai", "so-dien-thoai", "sdt", "so-dt"},
	FieldEmail:      {"email", "thu-dien-tu", "e-mail"},
}

// codeWords are parts of slugs that tell a code.
type codeWords struct {
	code  string
	words []string
}

var statusWords = []codeWords{
	{"rejected", []string{"tu-choi", "-huy-", "khong-xu-ly", "reject", "cancel", "invalid", "dup"}},
	{"assigned", []string{"assign", "da-chuyen", "phan-cong", "-chuyen-"}},
	{"in_progress", []string{"dang", "progress", "pending", "started", "chua-hoan-thanh"}},
	{"received", []string{"chua", "moi", "tiep-nhan", "-new-", "received", "unspecified"}},
	{"resolved", []string{"da-xu-ly", "hoan-thanh", "-xong-", "da-dong", "closed", "completed", "resolved", "fixed", "done", "da-giai-quyet"}},
	{"received", []string{"open"}},
}

var channelWords = []codeWords{
	{"phone", []string{"dien-thoai", "phone", "call"}},
	{"app", []string{"app", "mobile", "ung-dung", "di-dong"}},
	{"social", []string{"facebook", "zalo", "social", "mang-xa-hoi", "twitter"}},
	{"email", []string{"mail", "thu-dien-tu"}},
	{"web", []string{"web", "online", "cong-thong-tin", "truc-tuyen", "internet", "portal"}},
	{"phone", []string{"tong-dai", "hotline", "1022"}},
	{"counter", []string{"truc-tiep", "counter", "quay", "walk-in", "-tai-cho-"}},
}

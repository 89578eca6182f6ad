package ingest

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diemnong/diemnong/geo/ingest/source"
)

// suggestion drafts the mapping of a file with this content.
func suggestion(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "phản ánh.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := source.Open(path, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var records []source.Record
	for {
		var rec source.Record
		if err := r.Next(&rec); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		records = append(records, rec)
	}
	return string(SuggestMapping("phản ánh.csv", r.Details(), r.Columns(), records))
}

func TestASuggestedMappingIsAWorkingOne(t *testing.T) {
	f := func(name, content string, want ...string) {
		t.Helper()
		text := suggestion(t, content)
		m, err := ParseMapping([]byte(text))
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
			return
		}
		header, _, _ := strings.Cut(content, "\n")
		columns := strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ';' })
		if _, err := NewConverter(m, columns, surroundings()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not in\n%s", name, w, text)
			}
		}
	}
	f("Vietnamese", `Mã phản ánh;Ngày tiếp nhận;Hạn xử lý;Ngày hoàn thành;Trạng thái;Kênh tiếp nhận;Chuyên mục;Lĩnh vực;Đơn vị xử lý;Kinh độ;Vĩ độ;Phường/Xã;Địa chỉ;Nội dung;Họ tên;Số điện thoại
1;05/03/2026 10:00;08/03/2026 10:00;;Đang xử lý;Ứng dụng 1022;Ngập nước;Hạ tầng;Sở Xây dựng;106,7;10,8;Bến Nghé;1 Lê Lợi;Ngập;A;0900
2;25/03/2026 10:00;28/03/2026 10:00;26/03/2026 08:00;Đã xử lý;Điện thoại;Đèn đường;Hạ tầng;Sở Xây dựng;106,7;10,8;Bến Nghé;1 Lê Lợi;Hư;B;0900
`,
		`delimiter: ";"`, `date_formats: ["DD/MM/YYYY HH:mm"]`, `source_ref: "Mã phản ánh"`, `due_at: "Hạn xử lý"`,
		`area: "Phường/Xã"`, `lon: "Kinh độ"`, "decimal_comma: true", `"Đang xử lý": in_progress`, `"Đã xử lý": resolved`,
		`"Ứng dụng 1022": app`, `"Điện thoại": phone`, `phone: "Số điện thoại"`)
	f("English", `unique_key,created_date,closed_date,agency,complaint_type,descriptor,incident_address,status,lat,lon,zip
1,2020-01-02T03:04:05,,DOT,Noise,Loud,1 Main St,Open,40.7,-74,10001
2,2020-01-02T03:04:05,2020-02-02T03:04:05,DOT,Noise,Loud,1 Main St,Closed,40.7,-74,10001
`,
		`source_ref: "unique_key"`, `date_formats: ["iso"]`, `"Closed": resolved`, `"Open": received`,
		"The file has no due times", "# Columns that are not used:\n#   \"zip\"")
	f("American dates", "id,date,type\n1,03/25/2026 01:02:03 PM,a\n", `"MM/DD/YYYY hh:mm:ss A"`, "No columns look like coordinates")
	f("a city's grid", "id,date,type,x,y\n1,2026-01-01,a,603696.9,1192284.8\n", "epsg: 9210")
	f("the Swiss grid", "id,date,type,e,n\n1,2026-01-01,a,2683920,1245604\n", "epsg: 2056")
	f("no category", "id,date\n1,20260101\n", "constants:\n  category: khac", `"YYYYMMDD"`)
	f("half a point", "id,date,lat\n1,2026-01-01,10\n", `#   "lat"`)
	f("a quote in a name", "id,date,\"a \"\"b\"\": c\"\n1,2026-01-01,x\n")
}

func TestASuggestionSaysWhatItDoesNotKnow(t *testing.T) {
	text := suggestion(t, "foo;bar\n1;2\n")
	for _, want := range []string{"# source_ref: which column is it?", "# received_at: which column is it?"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if _, err := ParseMapping([]byte(text)); err == nil {
		t.Error("a draft without the columns that are needed passes for a mapping")
	}
}

func FuzzSuggestMapping(f *testing.F) {
	f.Add("id;date;kind\n1;2026-01-01;x\n")
	f.Add("Mã,X,Y,Trạng thái\n1,2,3,\"a: 'b' # c\"\n")
	f.Fuzz(func(t *testing.T, content string) {
		path := filepath.Join(t.TempDir(), "f.csv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := source.Open(path, source.Options{})
		if err != nil {
			t.Skip()
		}
		defer r.Close()
		var rec source.Record
		if r.Next(&rec) != nil || rec.Fault != nil {
			t.Skip()
		}
		text := SuggestMapping("f.csv", r.Details(), r.Columns(), []source.Record{rec})
		m, err := ParseMapping(text)
		if err != nil && !strings.Contains(string(text), "which column is it?") {
			t.Fatalf("%v\n%s", err, text)
		}
		if err == nil && m.Columns[FieldSourceRef] == nil {
			t.Error("a mapping without source_ref passes")
		}
	})
}

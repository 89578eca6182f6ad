package democity

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// HotlineMapping is the mapping with which the file of [Generator.WriteCSV] is
// imported.
//
//go:embed hotline.yaml
var HotlineMapping string

// hotlineColumns are the columns of a file as a hotline exports it.
var hotlineColumns = []string{
	"Mã phản ánh", "Kênh tiếp nhận", "Lĩnh vực", "Mã loại", "Loại phản ánh", "Nội dung",
	"Người phản ánh", "Điện thoại", "Email", "Địa chỉ", "Mã phường xã", "Phường xã", "Kinh độ", "Vĩ độ",
	"Mã đơn vị", "Đơn vị xử lý", "Trạng thái", "Thời gian tiếp nhận", "Hạn xử lý", "Thời gian hoàn thành", "Số lần mở lại",
}

var (
	hotlineChannels = map[diemnong.Channel]string{
		diemnong.Phone: "Tổng đài 1022", diemnong.App: "Ứng dụng Công dân số", diemnong.Web: "Cổng thông tin 1022",
		diemnong.Email: "Thư điện tử", diemnong.Counter: "Trực tiếp", diemnong.Social: "Mạng xã hội",
	}
	hotlineStatuses = map[diemnong.Status]string{
		diemnong.Received: "Mới tiếp nhận", diemnong.Assigned: "Đã chuyển đơn vị", diemnong.InProgress: "Đang xử lý",
		diemnong.Resolved: "Đã xử lý", diemnong.Rejected: "Không tiếp nhận",
	}
)

// WriteCSV writes rows as a hotline would export them: with Vietnamese names
// and local times, and without what a hotline does not say (histories, the
// quality of a place).
func (g *Generator) WriteCSV(w io.Writer, rows iter.Seq[ingest.Row]) error {
	names := g.catalog.names()
	areas := make(map[diemnong.AreaRef]string, len(g.Geography.Areas))
	for i := range g.Geography.Areas {
		a := &g.Geography.Areas[i]
		areas[diemnong.AreaRef{Set: a.Set, Code: a.Code}] = a.Name
	}
	out := csv.NewWriter(w)
	if err := out.Write(hotlineColumns); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	for row := range rows {
		if err := out.Write(hotlineLine(&row, names, areas)); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	if out.Flush(); out.Error() != nil {
		return fmt.Errorf("write CSV: %w", out.Error())
	}
	return nil
}

// catalogNames are names by code.
type catalogNames struct{ category, group, agency map[string]string }

func (c *catalog) names() catalogNames {
	n := catalogNames{make(map[string]string), make(map[string]string), make(map[string]string)}
	groups := make(map[string]string)
	for _, x := range c.groups {
		groups[x.Code] = x.Name
	}
	for _, k := range c.categories {
		n.category[k.Code], n.group[k.Code] = k.Name, groups[k.Group]
	}
	for _, a := range c.agencies {
		n.agency[a.Code] = a.Name
	}
	return n
}

func hotlineLine(row *ingest.Row, names catalogNames, areas map[diemnong.AreaRef]string) []string {
	c, p := &row.Complaint, &row.Personal
	lon, lat := "", ""
	if c.Location.Quality.Placeable() {
		lon, lat = strconv.FormatFloat(c.Location.Lon, 'f', -1, 64), strconv.FormatFloat(c.Location.Lat, 'f', -1, 64)
	}
	return []string{
		c.SourceRef, hotlineChannels[c.Channel], names.group[c.Category], c.Category, names.category[c.Category], p.Text,
		p.Name, p.Phone, p.Email, p.Address, c.Location.Area.Code, areas[c.Location.Area], lon, lat,
		c.Agency, names.agency[c.Agency], hotlineStatuses[c.Status],
		hotlineTime(c.ReceivedAt), hotlineTime(c.DueAt), hotlineTime(c.ClosedAt), strconv.Itoa(c.Reopened),
	}
}

func hotlineTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("02/01/2006 15:04:05")
}

package api

import (
	"context"
	_ "embed"
	"net/http"
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles/basemap"
)

// contract is the description of the interface that the service gives of itself.
//
//go:embed openapi.yaml
var contract []byte

// handler answers a call.
type handler func(ctx context.Context, c *call) (*reply, error)

// route is one line of the table of routes.
type route struct {
	method, path string   // path as openapi.yaml writes it
	parameters   []string // query parameters it knows; any other is an error
	handle       handler
	forMaps      bool // it takes a filter, and perhaps compare, and nothing else: what that means is kept
	compares     bool // of those: it takes compare
	anyQuery     bool // the query is the page's own
	writes       bool // needs the write token
	endless      bool // ends when the client leaves
	page         bool // of the page, not of the interface
}

// question joins reading a request and answering it.
func question[Q any](read func(context.Context, *call) (Q, error), answer func(context.Context, Q) (*reply, error)) handler {
	return func(ctx context.Context, c *call) (*reply, error) {
		q, err := read(ctx, c)
		if err != nil {
			return nil, err
		}
		return answer(ctx, q)
	}
}

// quietRoutes are asked all day long by machines; the log keeps them for debugging.
var quietRoutes = map[string]bool{"/healthz": true, "/readyz": true, "/metrics": true}

// routes are all addresses that the service has.
func (s *Server) routes() []route {
	filter := diemnong.FilterParameters
	with := func(own ...string) []string { return append(own, filter...) }
	withoutArea := slices.DeleteFunc(with("format"), func(p string) bool { return p == "area" })
	get := func(path string, h handler, parameters ...string) route {
		return route{method: http.MethodGet, path: path, handle: h, parameters: parameters}
	}
	forMaps := func(path string, h handler) route {
		return route{method: http.MethodGet, path: path, handle: h, parameters: filter, forMaps: true}
	}
	comparing := func(path string, h handler) route {
		return route{method: http.MethodGet, path: path, handle: h, parameters: with("compare"), forMaps: true, compares: true}
	}
	return []route{
		get("/healthz", s.health),
		get("/readyz", s.ready),
		get("/metrics", s.metricsPage),
		get("/api/v1/openapi.yaml", s.openapi),
		get("/api/v1/meta", s.meta),
		get("/api/v1/stats", question(s.readStats, s.stats), with("group_by", "set", "level", "compare", "format")...),
		get("/api/v1/hotspots", question(s.readHotspots, s.hotspots), with("limit", "least", "resolution", "compare", "format")...),
		get("/api/v1/areas", question(s.readAreas, s.areas), with("set", "level", "format")...),
		get("/api/v1/areas/{set}/{code}", question(s.readArea, s.area), withoutArea...),
		get("/api/v1/complaints", question(s.readComplaints, s.complaints), with("unplaced", "sort", "limit", "cursor", "offset", "format")...),
		{method: http.MethodPost, path: "/api/v1/complaints", handle: question(s.readNewComplaint, s.createComplaint), writes: true},
		get("/api/v1/complaints/unplaced", question(s.readUnplaced, s.unplaced), filter...),
		get("/api/v1/complaints/{id}", s.complaint),
		get("/api/v1/complaints/{id}/neighbours", question(s.readNeighbours, s.neighbours), with("radius", "limit")...),
		{method: http.MethodPatch, path: "/api/v1/complaints/{id}/location", handle: question(s.readRelocation, s.relocate), writes: true},
		get(geocodePath, question(s.readGeocode, s.geocode), "q", "at", "limit", "format"),
		get(reversePath, question(s.readReverse, s.reverse), "lat", "lon", "format"),
		{method: http.MethodGet, path: eventsPath, handle: s.events, endless: true},
		comparing("/tiles/v1/heat.json", question(s.readTileJSON, s.heatTileJSON)),
		forMaps("/tiles/v1/complaints.json", question(s.readTileJSON, s.complaintTileJSON)),
		comparing("/tiles/v1/areas/{set}/{level}.json", question(s.readTileJSON, s.areaTileJSON)),
		comparing("/tiles/v1/heat/{z}/{x}/{y}.mvt", question(s.readTile, s.heatTile)),
		forMaps("/tiles/v1/complaints/{z}/{x}/{y}.mvt", question(s.readTile, s.complaintTile)),
		comparing("/tiles/v1/areas/{set}/{level}/{z}/{x}/{y}.mvt", question(s.readTile, s.areaTile)),
		get("/tiles/v1/context.json", question(s.readBase, s.contextJSON)),
		get("/tiles/v1/context/{z}/{x}/{y}.mvt", question(s.readAddress, s.contextTile)),
		get(basemap.TilePath, question(s.readAddress, s.basemapTile)),
		get("/styles/{name}.json", question(s.readStyle, s.style), with("lang")...),
		{method: http.MethodGet, path: "/", handle: s.showPage, anyQuery: true, page: true},
		{method: http.MethodGet, path: "/*", handle: s.showPage, anyQuery: true, page: true},
	}
}

// openapi gives the contract itself.
func (s *Server) openapi(context.Context, *call) (*reply, error) {
	return &reply{mime: "application/yaml", body: contract}, nil
}

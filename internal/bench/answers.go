package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"time"
)

// Center of the demonstration city: the market of Bến Thành.
const centerLon, centerLat = 106.6981, 10.7721

// measureAnswers starts the service and asks it, one question at a time.
func (p *program) measureAnswers(ctx context.Context, t *table) error {
	base, stop, err := p.serve(ctx)
	if err != nil {
		return err
	}
	defer stop()
	c := client{base: base}
	categories, err := c.categories(ctx)
	if err != nil {
		return err
	}
	if err := c.newFilters(ctx, t, categories); err != nil {
		return err
	}
	if err := c.nextTiles(ctx, t); err != nil {
		return err
	}
	return c.statistics(ctx, t)
}

// newFilters times the first tile of filters that nobody asked for before.
func (c client) newFilters(ctx context.Context, t *table, categories []string) error {
	whole, err := c.time(ctx, tilePath("heat", 9, 0, 0, ""))
	if err != nil {
		return err
	}
	t.add("first tile, zoom 9, all complaints, new filter", since(whole))
	var one, recent []time.Duration
	from := time.Now().AddDate(0, 0, -90).Format(time.DateOnly)
	for _, category := range categories {
		d, err := c.time(ctx, tilePath("heat", 9, 0, 0, "category="+category))
		if err != nil {
			return err
		}
		one = append(one, d)
		if d, err = c.time(ctx, tilePath("heat", 9, 0, 0, "from="+from+"&category="+category)); err != nil {
			return err
		}
		recent = append(recent, d)
	}
	t.add("first tile, zoom 9, one category, new filter, p50", since(quantile(one, 0.5)))
	t.add("first tile, zoom 9, one category in 90 days, new filter, p50", since(quantile(recent, 0.5)))
	return nil
}

// nextTiles times tiles that are not kept yet, of a filter whose grid is.
func (c client) nextTiles(ctx context.Context, t *table) error {
	for _, zoom := range []int{9, 11, 13} {
		var all []time.Duration
		for dx := -3; dx <= 3; dx++ {
			for dy := -3; dy <= 3; dy++ {
				d, err := c.time(ctx, tilePath("heat", zoom, dx, dy, ""))
				if err != nil {
					return err
				}
				all = append(all, d)
			}
		}
		t.add(fmt.Sprintf("next tile, zoom %d, p50 / p99", zoom), since(quantile(all, 0.5))+" / "+since(quantile(all, 0.99)))
	}
	var kept []time.Duration
	for range 200 {
		d, err := c.time(ctx, tilePath("heat", 11, 0, 0, ""))
		if err != nil {
			return err
		}
		kept = append(kept, d)
	}
	t.add("kept tile, zoom 11, p50", since(quantile(kept, 0.5)))
	return nil
}

// statistics times each question a few times; answers are not kept.
func (c client) statistics(ctx context.Context, t *table) error {
	year := time.Now().AddDate(-1, 0, 0).Format(time.DateOnly)
	today := time.Now().Format(time.DateOnly)
	for _, q := range []struct{ name, path string }{
		{"statistics by ward, all complaints", "/api/v1/stats?group_by=area"},
		{"statistics by ward, 12 months, compare=year", "/api/v1/stats?group_by=area&compare=year&from=" + year + "&to=" + today},
		{"statistics by category and month, all complaints", "/api/v1/stats?group_by=category,month"},
		{"statistics by day, 12 months", "/api/v1/stats?group_by=day&from=" + year},
		{"newest 50 complaints", "/api/v1/complaints"},
	} {
		var all []time.Duration
		for range 5 {
			d, err := c.time(ctx, q.path)
			if err != nil {
				return err
			}
			all = append(all, d)
		}
		t.add(q.name+", p50", since(quantile(all, 0.5)))
	}
	return nil
}

// tilePath is the tile at an offset from the center of the city.
func tilePath(layer string, zoom, dx, dy int, filter string) string {
	n := math.Exp2(float64(zoom))
	sin := math.Sin(centerLat * math.Pi / 180)
	x := int((centerLon+180)/360*n) + dx
	y := int((0.5-math.Log((1+sin)/(1-sin))/(4*math.Pi))*n) + dy
	return fmt.Sprintf("/tiles/v1/%s/%d/%d/%d.mvt?%s", layer, zoom, x, y, filter)
}

// client asks the service.
type client struct{ base string }

// time gives how long a whole answer took.
func (c client) time(ctx context.Context, path string) (time.Duration, error) {
	begin := time.Now()
	if _, err := c.get(ctx, path); err != nil {
		return 0, err
	}
	return time.Since(begin), nil
}

func (c client) get(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNoContent {
		return nil, fmt.Errorf("GET %s: %s: %s", path, res.Status, body)
	}
	return body, nil
}

func (c client) categories(ctx context.Context) ([]string, error) {
	body, err := c.get(ctx, "/api/v1/meta")
	if err != nil {
		return nil, err
	}
	var meta struct{ Categories []struct{ Code string } }
	if err := json.Unmarshal(body, &meta); err != nil {
		return nil, err
	}
	var codes []string
	for _, k := range meta.Categories {
		codes = append(codes, k.Code)
	}
	return codes, nil
}

// quantile is the nearest-rank quantile.
func quantile(d []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(d))
	return sorted[max(int(math.Ceil(q*float64(len(sorted))))-1, 0)]
}

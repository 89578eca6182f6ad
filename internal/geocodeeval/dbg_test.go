package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/diemnong/diemnong/geo/geocode"
)

func TestDbg(t *testing.T) {
	e := evaluation{data: "../../../shared/data"}
	e.atlas, _ = loadCity(e.data + "/hcmc")
	rest, _ := readRows(e.data+"/addresses", "dev_restaurants.csv")
	g, err := learn(e.atlas, e.data, rest)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"133 Đ. Chu Văn An, Quận 6, Thành phố Hồ Chí Minh, Việt Nam", "64 Lê Ninh, P. 4, Quận 8, TP. HCM"} {
		a := g.Geocode(geocode.Query{Text: s, At: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)})
		for _, c := range a.Candidates {
			fmt.Println(c.Quality, c.Score, e.describe(&c), c.Street)
		}
		fmt.Println(g.Debug2(s))
	}
}

// Package mvt writes Mapbox Vector Tiles 2.1
// (https://github.com/mapbox/vector-tile-spec/tree/master/2.1) by appending
// bytes: no reflection, no tree of messages, and next to no allocation per
// feature.
//
// A [Layer] takes features one after the other. A feature begins with its
// geometry, and the properties that follow belong to it:
//
//	cells := mvt.NewLayer("cells")
//	n := cells.Key("n")
//	if cells.Polygon(id, ring) {
//		cells.Uint(n, 12)
//	}
//	tile := cells.AppendTo(nil)
//
// A tile is the concatenation of its layers. Geometry is in whole units of the
// tile, [Extent] to a side, x to the right and y downwards.
//
// # What the encoder sees to
//
// Keys and values are stored once per layer. Rings are closed, wound as the
// specification asks (outer rings have positive area, holes negative), without
// repeated points; rings without area are dropped, and a feature without
// geometry is never begun. What it does not check is whether rings cross each
// other: that is the business of those who make them.
package mvt

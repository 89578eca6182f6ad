// Package tiles turns a filter and a place in the tile scheme into a vector
// tile, and describes such tiles in TileJSON and MapLibre styles. It knows no
// HTTP: package api calls it.
//
// # Three kinds of layers
//
// Heat tiles ([Heat]) hold hexagons, area tiles ([Areas]) the areas of one
// level of a set, complaint tiles ([Complaints]) single points. Hexagons and
// areas carry the measures of all complaints of the filter that belong to
// them, never only of those inside the tile: a hexagon that reaches into four
// tiles is in all four with the same figures.
//
// # One grid per filter
//
// The engine scans the complaints once per filter and gives a [heat.Grid]. The
// grid is rolled up to every resolution that maps show, kept, and all tiles, the
// legend and the totals are cut from it, so they always add up.
//
// Which cells of a grid reach into a tile needs no index of its own. The cells
// are sorted by their H3 index, and in that order all descendants of a coarse
// cell are one contiguous range. A tile therefore walks down from the few
// coarse cells: where a circle around a cell, wide enough for everything that
// descends from it, misses the tile, the whole range is left out.
//
// # Answers that can be kept
//
// A tile's body depends on the data alone: it holds no revision and no time.
// Equal questions give equal bytes and so one strong ETag while the data stay
// the same. Tiles and grids are kept by question and state of the data; what
// belongs to an older state is dropped when a newer one is seen.
package tiles

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
// The engine scans the complaints once per filter and gives a [heat.Grid], which
// has every resolution that maps show. The grid is kept, and all tiles, the
// legend and the totals are cut from it, so they always add up.
//
// Which cells of a grid reach into a tile needs no index per grid. The cells
// are sorted by their H3 index, and in that order all descendants of a coarse
// cell are one contiguous range. A tile therefore walks down from the few
// coarse cells: where a circle around a cell, wide enough for everything that
// descends from it, misses the tile, the whole range is left out.
//
// # What has changed
//
// A layer may compare with another window ([Layer.Comparing]). Its tiles are cut
// from two grids, or two lists of areas, each kept by itself like those of any
// filter. The cells of each that reach into a tile are found as always; one pass
// through both lists, which are in the same order, puts them together. Nothing
// is merged that no tile shows.
//
// # Hexagons as tile coordinates
//
// At a zoom the world has 2^zoom·4096 units to a side, and a tile is a square
// of 4096 of them. A hexagon's corners are rounded once, in the world's units:
// its steps from corner to corner and its winding are then the same in every
// tile, and a tile differs only in what it subtracts from the first corner. So
// each hexagon is encoded once per zoom, all but its first step, and copied.
// It takes 48 bytes with its bounding box and its area. Hexagons hang in blocks
// of the descendants of one cell, two resolutions up, in a tree of coarse cells
// that all filters share. The walk for a tile's cells goes down that same tree, so no
// hexagon is looked up by hashing. All of a city's 400,000 base cells, at every
// zoom, take about 35 MB; a tree that outgrows 96 MB is begun anew.
//
// Whether a hexagon reaches into a tile is decided by whole numbers, with a
// unit to spare on both sides; within that unit its exact outline decides. A
// hexagon smaller than the grid is drawn as one unit. What does not fit this
// form is drawn from its exact outline each time: zooms beyond those offered,
// cells beyond 80° and the few that cross an edge of the icosahedron.
//
// # Values
//
// A property costs one byte for its key and one for its value while values have
// numbers below 128. A tile's small counts and handling times are therefore
// numbered before all others, and found by tables: counts by themselves, times
// by their bucket, rates by numerator and denominator. Only what is left goes
// through a hash table.
//
// # Answers that can be kept
//
// A tile's body depends on the data alone: it holds no revision and no time.
// Equal questions give equal bytes and so one strong ETag while the data stay
// the same. Tiles and grids are kept by question and state of the data; what
// belongs to an older state goes as a whole when a newer one is seen. A tile is
// compressed when a coding is first asked for, and weighs more from then on.
package tiles

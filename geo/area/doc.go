// Package area holds the boundaries of a city in memory: area sets, their
// hierarchy, which area holds a point, and where an area of one set went in
// another.
//
// An [Atlas] is built once from what the system of record holds and never
// changes; readers share it without locks. Its [Atlas.Locate] gives the same
// answer as PostGIS's ST_Covers for every point, points on borders included,
// because it evaluates the same expression on the same edges: the index only
// leaves out edges that cannot matter.
//
// The index has two layers. A grid of cells over each set says of most places
// at once which area holds them. In the cells that a border runs through, each
// candidate area is asked: a finer grid over its own outline leaves the five or
// ten edges that are near the point.
//
// The package also reads boundary files ([ReadGeoJSON]). It performs no other I/O.
package area

// Package source reads gazetteer entries out of files: OpenStreetMap extracts
// (.osm.pbf), GeoJSON and tables.
//
// Whatever the file, [File.Batches] gives its entries in portions, so that a
// file of any size goes through little memory. A file that is broken ends the
// sequence with an error that says where; whoever stores the batches stores
// them in one transaction, and nothing is changed. An entry that cannot be used
// is left out and counted by its reason ([Report]).
//
// # What an OpenStreetMap file costs
//
// The file is read four times, because a way knows its nodes by number only and
// a relation its ways. The first pass inflates and decodes all of it, so that a
// broken file is refused before anything is given away; it notes which block
// holds what, and the others read only the blocks that they need. Memory holds
// the nodes that the wanted ways are made of, 16 bytes each, and at most another
// 8 for each mention while they are collected; then the ways that wanted
// relations are made of, and a block of at most 32 MiB. An extract of Vietnam of
// 300 MB has about ten million such nodes: some 250 MB.
package source

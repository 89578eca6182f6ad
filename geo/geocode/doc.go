// Package geocode turns a Vietnamese address, as people write it, into an area
// and a point, with an honest certainty.
//
// An address is read into parts (house number, street, areas, places), the
// parts are looked up in the area sets and the gazetteer, and what fits
// together becomes candidates with a calibrated score.
package geocode

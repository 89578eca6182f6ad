// Package ingest turns rows of other people's files into complaints that the
// system of record can store, and says exactly why where it cannot.
//
// # The way of a row
//
//	source.Reader ──► Converter ──► Placer ───► Batch ──► Store
//	CSV, XLSX,        a Mapping     geocoder,   in file   one transaction:
//	NDJSON            applied       cell and    order     rows, feed, progress
//	                                areas
//
// A [Mapping] is a small YAML file that says which column means what; a
// [Converter] applies it to one record and gives either a [Row] or a
// [Rejection] with line, column, value and reason. [Run] does this for a whole
// file in bounded memory, with several workers and one writer, so that rows
// reach the [Store] in the order of the file.
//
// # Interrupted and repeated imports
//
// A row is known by (source, source_ref) and by the [Row.Hash] of what its
// source said, so storing it twice changes nothing. How far a file got is
// stored in the same transaction as the rows; the same command continues
// behind the last row that is safely stored.
package ingest

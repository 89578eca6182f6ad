// Package index is the engine in memory: it answers the questions of
// [heat.Engine] over ten million complaints in milliseconds, with exactly the
// numbers that the SQL engine gives.
//
// # Layout
//
// Complaints are rows in columns, ordered by block (an H3 cell of resolution 7)
// and within a block by received_at. A window of time is one slice of each
// block; a cell is a number of nine bits in its block, and its parents are a
// division; the counters of a block fit into a core's cache. See [segment].
//
// # Questions
//
// A filter becomes tables of zeros and ones, one for each column ([selection]),
// and rows are looked at a thousand at a time ([scanner]). A grid is counted for
// the whole city down to resolution 8, and finer where a map shows it
// ([finer]); statistics have a counter for each group.
//
// # Changes
//
// Columns never change. A complaint that does is counted off as it was and
// counted on as it is, by two small segments beside the base ([writer]).
// Readers load one immutable snapshot by an atomic pointer.
//
// [Engine.Run] follows the change feed: bells may be lost, doubled or late;
// what counts is the (revision, id) that [Source.Changes] continues. Whenever
// there is no index that continues the database's history, the fallback
// answers.
//
// docs/index.md has the reasons and the pictures.
package index

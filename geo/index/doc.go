// Package index is the engine in memory: it answers the questions of
// [heat.Engine] over ten million complaints in milliseconds, with exactly the
// numbers that the SQL engine gives.
package index

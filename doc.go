// Package diemnong is the vocabulary of the service: complaints, areas,
// filters, classes, revisions and errors, in the terms the field uses.
//
// # What is here
//
// A [Complaint] (Open311 calls it a service request) came from a source over a
// [Channel], belongs to a category and usually to an agency, has a [Status],
// three times (received, due, closed) and a [Location] of a stated [Quality].
// At any moment it is in exactly one [Class]: on time, late, open, overdue, or
// one of the two undated classes. A [Filter] says which complaints a question
// is about; it is one closed type with one parser and one canonical form, so
// that tiles, statistics, lists and exports always mean the same complaints.
// A [Catalog] names everything a filter can refer to.
//
// # What is not
//
// Nothing here performs I/O and nothing imports beyond the standard library.
// Spatial maths lives in geo, storage in geo/postgis, HTTP in api.
package diemnong

// Package api is the HTTP edge of the service: it turns requests into
// questions for the other parts and answers into JSON, CSV, GeoJSON, tiles or
// problem details. The contract is openapi.yaml; tests hold every answer and
// every route to it.
//
// # The way of a request
//
//	net/http ──► edge ──► echo ──► adapter ──► handler ──► reply ──► writer
//	             id, log,  router   call:       our words   status,   ETag, 304,
//	             metrics,           parameters  only        body      gzip, HEAD
//	             panics             checked
//
// A handler takes a [call] and gives a [reply] or an error; it knows neither
// echo nor http.ResponseWriter, and there is exactly one place that writes
// answers and one that writes errors. The adapter is the only file that
// imports echo.
//
// # Strictness
//
// A query parameter that a route does not know is an error, never ignored: a
// mistyped filter would otherwise widen the question in silence. Every error
// is a problem detail (RFC 9457) that names the field, the value and what
// would have been right; causes go to the log under the request's id.
//
// The package declares the interfaces it needs; package main joins the parts.
package api

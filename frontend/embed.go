// Package frontend holds the built map application, so that the binary serves
// the page without any file beside it.
package frontend

import (
	"embed"
	"fmt"
	"io/fs"
)

// The folder exists in every checkout through dist/.gitkeep, so the program
// compiles before the first "npm run build"; "all:" takes that file in.
//
//go:embed all:dist
var files embed.FS

// Dist gives the built application: index.html, the files under assets/ whose
// names carry a hash of their content, and next to every text file its gzip
// with the suffix .gz. It reports false when the frontend has not been built;
// the file system is then empty but for a marker.
func Dist() (dist fs.FS, built bool) {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(fmt.Sprintf("frontend: the embedded folder dist is gone: %v", err)) // cannot happen: fs.Sub only checks the name
	}
	_, err = fs.Stat(dist, "index.html")
	return dist, err == nil
}

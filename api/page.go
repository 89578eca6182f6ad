package api

import (
	"context"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles/basemap"
)

// pagePolicy lets the page load only what this service gives, and the map its
// workers (made from blobs by MapLibre). Nothing leaves to the outside, but to
// the one server whose base map the operator has chosen.
func pagePolicy(m *basemap.Map) string {
	other := ""
	if m != nil && m.Origin != "" {
		other = " " + m.Origin
	}
	return "default-src 'self'; worker-src 'self' blob:; child-src blob:; img-src 'self' data: blob:" + other + "; " +
		"style-src 'self' 'unsafe-inline'; font-src 'self' data:; connect-src 'self'" + other + "; object-src 'none'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}

// hashedName is what the build gives to files whose content never changes:
// eight letters of their content's hash before the ending.
var hashedName = regexp.MustCompile(`^assets/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$`)

const (
	indexFile = "index.html"
	forever   = "public, max-age=31536000, immutable"
)

// page is the built frontend, held in memory with its compressed forms.
type page struct {
	files map[string]*asset // by path without a leading slash
}

// asset is a file of the frontend, best coding first, as is last.
type asset struct {
	mime   string
	forms  assetForms
	cache  string
	policy string // of what the file may load, where it is a page
}

// assetForms are the forms of a file, the one in no coding last.
type assetForms []form

func (f assetForms) codings() []string {
	list := make([]string, len(f)-1)
	for i := range list {
		list[i] = f[i].coding
	}
	return list
}

// plain is the file in no coding.
func (f assetForms) plain() []byte { return f[len(f)-1].body }

func (f assetForms) form(coding string) (form, error) {
	for _, one := range f[:len(f)-1] {
		if one.coding == coding {
			return one, nil
		}
	}
	return f[len(f)-1], nil
}

// newPage reads the frontend; nil gives none. x.br and x.gz beside a file x
// are its compressed forms.
func newPage(files fs.FS, policy string) (*page, error) {
	if files == nil {
		return nil, nil
	}
	p := &page{files: map[string]*asset{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") || isCompressed(files, name) {
			return err
		}
		a, err := readAsset(files, name, policy)
		p.files[name] = a
		return err
	})
	if err == nil && p.files[indexFile] == nil {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, fmt.Errorf("api: read the frontend (%s at its root): %w", indexFile, err)
	}
	return p, nil
}

// isCompressed reports whether a file is a compressed form of its neighbour.
func isCompressed(files fs.FS, name string) bool {
	for _, ending := range []string{".br", ".gz"} {
		if plain, ok := strings.CutSuffix(name, ending); ok {
			_, err := fs.Stat(files, plain)
			return err == nil
		}
	}
	return false
}

func readAsset(files fs.FS, name, policy string) (*asset, error) {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	a := &asset{mime: mimeOf(name), cache: "no-cache", policy: policy}
	if hashedName.MatchString(name) {
		a.cache = forever
	}
	tag := tagOf(body)
	for _, c := range []struct{ coding, ending string }{{"br", ".br"}, {codingGzip, ".gz"}} {
		if packed, err := fs.ReadFile(files, name+c.ending); err == nil {
			a.forms = append(a.forms, form{c.coding, packed, codedTag(tag, c.coding)})
		}
	}
	a.forms = append(a.forms, form{"", body, tag})
	return a, nil
}

// mimeOf knows the types that the system's table may lack.
func mimeOf(name string) string {
	switch ending := path.Ext(name); ending {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	case ".map", ".json":
		return typeJSON
	case ".pbf":
		return "application/x-protobuf"
	default:
		if t := mime.TypeByExtension(ending); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}

// showPage gives a file of the frontend, and its index for the addresses of
// the application's own, such as /areas/hcmc-2025-07/26740. What the page has
// nothing to show for is 404: a browser gets the index all the same, which says
// so in words and leads on; others get the problem.
func (s *Server) showPage(ctx context.Context, c *call) (*reply, error) {
	name := c.path.get(anyPath)
	if isDataPath("/" + name) {
		return nil, noSuchPath("/" + name)
	}
	if s.page == nil {
		return nil, &diemnong.Error{
			Code: diemnong.NotFound, Message: "This program was built without the page.",
			Hint: "Build it with make build; the interface under /api/v1 works without.",
		}
	}
	if file, ok := s.page.files[name]; ok {
		return file.reply(), nil
	}
	if !isAppPath(name) {
		return nil, noSuchPath("/" + name)
	}
	a := s.page.files[indexFile].reply()
	if s.hasView(ctx, name) {
		return a, nil
	}
	if !prefersPage(c) {
		return nil, noSuchPath("/" + name)
	}
	a.status, a.body = http.StatusNotFound, a.forms.(assetForms).plain()
	return a, nil
}

// prefersPage reports whether a client would rather see a page than a problem.
func prefersPage(c *call) bool {
	accept := strings.Join(c.header.Values("Accept"), ",")
	return acceptedQuality(accept, "text/html") > acceptedQuality(accept, "application/problem+json")
}

// reply answers with the file.
func (file *asset) reply() *reply {
	a := &reply{mime: file.mime, forms: file.forms, cache: file.cache}
	a.with("Referrer-Policy", "same-origin")
	if strings.HasPrefix(file.mime, "text/html") {
		a.with("Content-Security-Policy", file.policy)
	}
	return a
}

// isAppPath reports whether the page itself answers there: a path without a
// file's ending, or one under /areas/, whose codes may have dots.
func isAppPath(name string) bool {
	return !strings.Contains(path.Base(name), ".") || strings.HasPrefix(name, "areas/") || name == ""
}

// hasView reports whether the page has something to show at one of its
// addresses. While the city cannot be loaded nobody knows which areas there
// are: the page itself then says what is wrong.
func (s *Server) hasView(ctx context.Context, name string) bool {
	if name == "" || name == "wall" {
		return true
	}
	parts := strings.Split(name, "/")
	switch {
	case len(parts) == 2 && parts[0] == "complaints":
		return s.hasComplaint(ctx, parts[1])
	case len(parts) != 3 || parts[0] != "areas":
		return false
	}
	w, err := s.city(ctx)
	if err != nil {
		return true
	}
	_, ok := w.atlas.ByRef(diemnong.AreaRef{Set: parts[1], Code: parts[2]})
	return ok
}

// hasComplaint reports whether there is a complaint of that number. While
// nobody can say, the page itself says what is wrong.
func (s *Server) hasComplaint(ctx context.Context, text string) bool {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return false
	}
	_, err = s.opt.Complaints.Complaint(ctx, id)
	return diemnong.ErrorCode(err) != diemnong.NotFound
}

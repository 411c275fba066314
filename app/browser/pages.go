package browser

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"patchbay/backend/fault"
)

// index is the page that every address without a file's name stands for: the
// pages route behind the #.
const index = "index.html"

// Built reports whether pages holds the pages, or only the folder of a source
// tree in which they were not built yet.
func Built(pages fs.FS) bool {
	if pages == nil {
		return false
	}
	info, err := fs.Stat(pages, index)
	return err == nil && !info.IsDir()
}

// mediaTypes are the files that a build of the pages consists of. The
// machine's own table is not asked: it may be wrong, and with nosniff a wrong
// type stops a script.
var mediaTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".ico":   "image/x-icon",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

// servePages answers with the files of pages and with nothing else: no
// listings, no hidden files.
func servePages(pages fs.FS) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = index
		}
		media, known := mediaTypes[path.Ext(name)]
		if !known || !fs.ValidPath(name) || strings.HasPrefix(path.Base(name), ".") {
			notFound(w)
			return
		}
		content, err := fs.ReadFile(pages, name)
		if err != nil {
			notFound(w)
			return
		}
		w.Header().Set("Content-Type", media)
		_, _ = w.Write(content) // a client that has gone away needs no answer
	}
}

func notFound(w http.ResponseWriter) {
	refuse(w, http.StatusNotFound, fault.New(fault.NotFound, CodeBadRequest, "there is no such page"))
}

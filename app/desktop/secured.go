//go:build production || dev || bindings

package desktop

import "net/http"

// policy lets the page load from the program alone. The scripts that Wails
// adds come from the same place. Inline scripts and style elements are refused; a
// mail preview lives in a sandboxed frame that inherits this. A mail is styled by the
// attributes of its elements, which can neither load nor choose what they are for.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

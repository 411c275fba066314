package callback

import (
	"html/template"
	"net/http"
)

// Page is what the browser shows when the answer has arrived.
type Page struct {
	Title, Text string
}

func englishPage(ok bool) Page {
	if ok {
		return Page{
			// Whether the answer is good for a token is known only later.
			Title: "Signed in at the provider",
			Text:  "Patchbay has received the answer and shows what came of it. You can close this window.",
		}
	}
	return Page{Title: "Not signed in", Text: "The provider did not sign you in. Patchbay shows why. You can close this window."}
}

// guard sets what keeps the answer, which stands in the page's address, from
// being stored or passed on, and the page from doing anything.
func guard(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
}

const pageHTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>{{.Title}}</title>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
</html>
`

// show writes the page. Nothing of the answer is in it.
func (l *Listener) show(w http.ResponseWriter, ok bool) {
	page, err := template.New("page").Parse(pageHTML)
	if err != nil {
		refuse(w, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, l.options.Page(ok)) // the browser may have gone
}

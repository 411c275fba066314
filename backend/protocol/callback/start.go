package callback

import (
	"cmp"
	"crypto/rand"
	"html/template"
	"net/http"
	"net/url"
	"slices"
)

// start is the page from which the browser goes to the provider. Its address
// is short: some systems bound the length of one that a program opens.
type start struct {
	path   string
	target string
	form   url.Values // posted there, when not nil
}

// Start returns an address on this machine that leads to the provider: by a
// redirect, or with a form by posting that. Whoever does not know the address
// does not find it.
func (l *Listener) Start(target string, form url.Values) string {
	s := start{path: "/start/" + rand.Text(), target: target, form: form}
	l.start.Store(&s)
	return l.origin() + s.path
}

func (l *Listener) starts(r *http.Request) bool {
	s := l.start.Load()
	return s != nil && r.Method == http.MethodGet && same(r.URL.EscapedPath(), s.path)
}

// begin sends the browser on its way. It may be asked again, by another browser
// say; the answer is taken once all the same.
func (l *Listener) begin(w http.ResponseWriter) {
	s := l.start.Load()
	if s.form == nil {
		w.Header().Set("Location", s.target)
		w.WriteHeader(http.StatusFound)
		return
	}
	page, err := template.New("start").Parse(startHTML)
	if err != nil {
		refuse(w, http.StatusInternalServerError)
		return
	}
	nonce := rand.Text()
	// There is no form-action: a provider may lead on to wherever people sign in.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'nonce-"+nonce+"'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, startPage{Target: s.target, Nonce: nonce, Fields: fields(s.form)}) // the browser may have gone
}

type startPage struct {
	Target, Nonce string
	Fields        []field
}

type field struct{ Name, Value string }

func fields(form url.Values) []field {
	var all []field
	for name, values := range form {
		for _, value := range values {
			all = append(all, field{name, value})
		}
	}
	slices.SortStableFunc(all, func(a, b field) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

const startHTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>To the sign-in provider</title>
<h1>To the sign-in provider</h1>
<form method="post" action="{{.Target}}">
{{range .Fields}}<input type="hidden" name="{{.Name}}" value="{{.Value}}">
{{end}}<p><button>Continue</button></p>
</form>
<script nonce="{{.Nonce}}">document.forms[0].submit()</script>
</html>
`

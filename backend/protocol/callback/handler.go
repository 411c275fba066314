package callback

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
)

// handler refuses a request for the first thing that is wrong with it. The
// host comes first: a web page that made its own name point to this machine
// (DNS rebinding) learns nothing, not even the path.
func (l *Listener) handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		guard(w.Header())
		switch {
		case r.Host != l.authority, !strings.HasPrefix(r.RequestURI, "/"), l.isScripted(r):
			refuse(w, http.StatusBadRequest)
		case l.starts(r):
			l.begin(w)
		case r.URL.EscapedPath() != l.options.Path:
			refuse(w, http.StatusNotFound)
		case r.Method == http.MethodGet:
			l.receive(w, r.Method, r.URL.RawQuery)
		case r.Method == http.MethodPost && l.options.Post:
			l.receiveForm(w, r)
		default:
			w.Header().Set("Allow", l.methods())
			refuse(w, http.StatusMethodNotAllowed)
		}
	})
}

func (l *Listener) methods() string {
	if l.options.Post {
		return "GET, POST"
	}
	return http.MethodGet
}

// isScripted reports a request that a page makes instead of going there: a
// sign-in ends with the browser itself on its way, which sends no origin with a
// GET; with a form from elsewhere it sends "null", or that of the provider.
func (l *Listener) isScripted(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode") // absent in browsers before 2023
	posts := r.Method == http.MethodPost && l.options.Post
	return r.Header.Get("Origin") != "" && !posts || mode != "" && mode != "navigate"
}

func (l *Listener) receive(w http.ResponseWriter, method, encoded string) {
	answer, err := url.ParseQuery(encoded)
	if err != nil || !once(answer) || !l.options.Accept(answer) {
		refuse(w, http.StatusBadRequest)
		return
	}
	if !l.take(Answer{Values: answer, Method: method}) {
		refuse(w, http.StatusConflict) // the same answer again
		return
	}
	l.show(w, !answer.Has("error"))
}

// once reports whether no parameter came twice (RFC 6749 §3.1): which of the
// two counts would be anyone's guess.
func once(answer url.Values) bool {
	for _, values := range answer {
		if len(values) != 1 {
			return false
		}
	}
	return true
}

// same compares in a time that tells neither where two values differ nor how
// long the expected one is.
func same(got, want string) bool {
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func refuse(w http.ResponseWriter, status int) {
	http.Error(w, http.StatusText(status), status)
}

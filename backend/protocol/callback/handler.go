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
		case r.Host != l.authority, !strings.HasPrefix(r.RequestURI, "/"), isScripted(r):
			refuse(w, http.StatusBadRequest)
		case r.URL.EscapedPath() != l.options.Path:
			refuse(w, http.StatusNotFound)
		case r.Method != http.MethodGet:
			w.Header().Set("Allow", http.MethodGet)
			refuse(w, http.StatusMethodNotAllowed)
		default:
			l.receive(w, r.URL.RawQuery)
		}
	})
}

// isScripted reports a request that a page makes instead of going there: a
// sign-in ends with the browser itself on its way, which sends no origin.
func isScripted(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode") // absent in browsers before 2023
	return r.Header.Get("Origin") != "" || mode != "" && mode != "navigate"
}

func (l *Listener) receive(w http.ResponseWriter, query string) {
	answer, err := url.ParseQuery(query)
	if err != nil || !once(answer) || !same(answer.Get("state"), l.options.State) {
		refuse(w, http.StatusBadRequest)
		return
	}
	if !l.take(answer) {
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

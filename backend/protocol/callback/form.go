package callback

import (
	"io"
	"mime"
	"net/http"
)

// Bounds of a form. A SAML response with four hundred groups has 48 kB; what is
// larger than a small one is read for a few at a time only, so that everyone
// who may connect together costs little memory.
const (
	maxSmallBody   = 64 << 10
	maxBody        = 2 << 20
	maxLargeBodies = 4
)

// receiveForm takes an answer that the browser posts.
func (l *Listener) receiveForm(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		refuse(w, http.StatusUnsupportedMediaType)
		return
	}
	if r.ContentLength > maxBody {
		refuse(w, http.StatusRequestEntityTooLarge)
		return
	}
	body, status := l.read(r.Body)
	if status != 0 {
		refuse(w, status)
		return
	}
	l.receive(w, r.Method, string(body))
}

// read returns the body, or the status with which it is refused.
func (l *Listener) read(r io.Reader) (body []byte, status int) {
	body, err := io.ReadAll(io.LimitReader(r, maxSmallBody+1))
	if err != nil {
		return nil, http.StatusBadRequest
	}
	if len(body) <= maxSmallBody {
		return body, 0
	}
	select {
	case l.large <- struct{}{}:
		defer func() { <-l.large }()
	default:
		return nil, http.StatusServiceUnavailable
	}
	rest, err := io.ReadAll(io.LimitReader(r, maxBody-maxSmallBody))
	if err != nil {
		return nil, http.StatusBadRequest
	}
	if body = append(body, rest...); len(body) > maxBody {
		return nil, http.StatusRequestEntityTooLarge
	}
	return body, 0
}

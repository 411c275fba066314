package api

import (
	"net/http"

	"patchbay/backend/fault"
)

// secured sets the headers that every answer carries, refusals included. None
// of them is of CORS: no page is ever to read an answer.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// recovered answers when a handler has panicked. What it panicked with may hold
// anything, and is neither shown nor logged.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		watched := &watchedWriter{ResponseWriter: w}
		defer func() {
			switch recover() {
			case nil:
				return
			case http.ErrAbortHandler:
				panic(http.ErrAbortHandler)
			}
			if watched.begun { // the answer cannot be taken back; it is cut off
				panic(http.ErrAbortHandler)
			}
			refuse(w, http.StatusInternalServerError, fault.New(fault.Internal, fault.CodeInternal,
				"something inside Patchbay went wrong").WithHint("try again; if it stays, restart Patchbay"))
		}()
		next.ServeHTTP(watched, r)
	})
}

// watchedWriter knows whether an answer has begun.
type watchedWriter struct {
	http.ResponseWriter
	begun bool
}

func (w *watchedWriter) WriteHeader(status int) {
	w.begun = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *watchedWriter) Write(b []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(b)
}

// Unwrap is for [http.ResponseController].
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

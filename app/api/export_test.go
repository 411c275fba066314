package api

import (
	"net/http"
	"time"
)

// NewWithRoutes is New with other routes behind the guard.
func NewWithRoutes(o Options, routes http.Handler) *Server { return newServer(o, routes) }

// WaitLong makes the API wait longer for its clients than any test does.
func (s *Server) WaitLong() { s.Shorten(time.Hour) }

// Shorten makes the API wait less for its clients.
func (s *Server) Shorten(wait time.Duration) {
	s.limits.header, s.limits.read, s.limits.idle, s.limits.farewell = wait, wait, wait, wait
}

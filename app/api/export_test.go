package api

import "net/http"

// NewWithRoutes is New with other routes behind the guard.
func NewWithRoutes(o Options, routes http.Handler) *Server { return newServer(o, routes) }

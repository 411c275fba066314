package api

import (
	"log/slog"
	"net/http"

	"patchbay/backend/workbench"
)

// routesOptions are what the routes need beside the use cases.
type routesOptions struct {
	Version string // of Patchbay, for the document
	Log     *slog.Logger
}

// newRoutes answers every call that the guard let through.
func newRoutes(b *workbench.Workbench, o routesOptions) http.Handler {
	_ = b
	_ = o
	return http.NotFoundHandler()
}

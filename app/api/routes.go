package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/workbench"
)

// routesOptions are what the routes need beside the use cases.
type routesOptions struct {
	Version string // of Patchbay, for the document
	Log     *slog.Logger
}

// routes answers every call that the guard let through.
type routes struct {
	bench    *workbench.Workbench
	log      *slog.Logger
	mux      *http.ServeMux
	nowhere  http.Handler           // for addresses at which nothing lies
	document func() json.RawMessage // of OpenAPI, written when it is first asked for
}

// newRoutes builds the routes and their description from one table.
func newRoutes(b *workbench.Workbench, o routesOptions) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	a := &routes{bench: b, log: o.Log, mux: http.NewServeMux()}
	table := table()
	a.document = sync.OnceValue(func() json.RawMessage { return describe(table, o.Version) })
	for pattern, e := range endpoints(table) {
		a.mux.Handle(pattern, a.answering(e))
	}
	a.nowhere = a.answering(endpoint{})
	a.mux.Handle("/", a.nowhere)
	return a
}

// ServeHTTP leaves no redirect to the mux: an address that is written in
// another way is another one.
func (a *routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	written := r.URL.EscapedPath()
	if !strings.HasPrefix(written, "/") || path.Clean(written) != written {
		a.nowhere.ServeHTTP(w, r)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// endpoint is what lies at one address: its routes by method.
type endpoint map[string]*route

func endpoints(table []route) map[string]endpoint {
	all := map[string]endpoint{}
	for i := range table {
		r := &table[i]
		if all[r.pattern] == nil {
			all[r.pattern] = endpoint{}
		}
		all[r.pattern][r.method] = r
	}
	return all
}

// choose finds the route of the call's method. HEAD is GET without the body,
// which net/http leaves out.
func (e endpoint) choose(c *call) error {
	if len(e) == 0 {
		return notFound()
	}
	method := c.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if c.route = e[method]; c.route == nil {
		return methodNotAllowed(e.allow())
	}
	return nil
}

// allow is the list of the Allow header (RFC 9110 §10.2.1).
func (e endpoint) allow() string {
	var methods []string
	for method := range e {
		methods = append(methods, method)
		if method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
	}
	slices.Sort(methods)
	return strings.Join(methods, ", ")
}

func (a *routes) answering(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{ctx: r.Context(), w: w, r: r, began: a.bench.Now()}
		given, err := a.take(c, e)
		var reason string
		if err != nil {
			refused := asRefusal(err)
			refused.fault = hinted(c, refused.fault)
			given, reason = familyOf(r.URL.Path).refused(refused), shownReason(refused.fault)
			a.record(c, refused)
		}
		// Noted before it is sent: whoever has the answer finds the call.
		a.note(c, given.status, reason)
		given.send(w)
	})
}

// record tells the journal what was refused, and the log what went wrong.
func (a *routes) record(c *call, refused *refusal) {
	switch {
	case refused.status == http.StatusLocked:
		return // there is no journal to write to
	case journalled(refused.fault):
		return
	case refused.status >= http.StatusInternalServerError:
		if refused.fault.Kind == fault.Internal {
			a.log.Error("a call of the local API failed",
				"code", refused.fault.Code, "ref", refused.fault.Ref, "error", errors.Unwrap(refused.fault))
		}
		return
	}
	err := a.bench.Operators.Record(c.ctx, audit.Entry{
		Action: ActionRefused, Deployment: c.grant.DeploymentID, Refused: true,
		Subject: c.r.Method + " " + shownPath(c.r), Detail: reasonOf(refused.fault),
	})
	if err != nil { // the refusal stands without it
		a.log.Warn("a refusal could not be noted in the audit journal", "error", err)
	}
}

func (a *routes) note(c *call, status int, detail string) {
	a.bench.LocalAPI.Note(localapi.Call{
		At: c.began, Method: c.r.Method, Path: shownPath(c.r), Status: status, Client: c.grant.ClientID,
		DeploymentID: c.grant.DeploymentID, Detail: detail, Duration: a.bench.Now().Sub(c.began),
	})
}

// shownPath is the address without its query, as far as anybody wants to read it.
func shownPath(r *http.Request) string {
	const most = 200
	written := r.URL.EscapedPath()
	if len(written) > most {
		written = written[:most] + "..."
	}
	return written
}

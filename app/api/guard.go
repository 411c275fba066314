package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/localapi"
)

// CodeForeignRequest is the fault of a request that another page or another
// user has sent, or that names another host.
const CodeForeignRequest = "api.foreign_request"

// ActionRefused is what a refusal is called in the audit journal.
const ActionRefused = "api.refused"

// reasonMethod says all by itself.
const reasonMethod = "the local API has no such method"

// guard refuses, before anything is routed, what does not come from a program
// of the same user that means this machine: a name that was rebound to the
// loopback address shows in Host, a page in Origin and in its Fetch Metadata.
type guard struct {
	hosts  *hosts
	port   string
	record func(ctx context.Context, e audit.Entry) error
	note   func(localapi.Call)
	now    func() time.Time
	next   http.Handler
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reason := g.reason(r)
	if reason == "" {
		g.next.ServeHTTP(w, r)
		return
	}
	path := target(r)
	g.note(localapi.Call{
		At: g.now().UTC(), Method: r.Method, Path: path, Status: http.StatusForbidden, Detail: reason,
	})
	peerOf(r.Context()).once(func() {
		// While the vault is locked nothing can be recorded; the refusal stands.
		_ = g.record(r.Context(), audit.Entry{
			Action: ActionRefused, Subject: short(r.Method + " " + path), Detail: reason, Refused: true,
		})
	})
	f := fault.New(fault.Denied, CodeForeignRequest, "the local API does not answer this request: "+reason).
		WithHint("call it from a program of your own, by the address on the local API's page")
	if reason == reasonMethod {
		f = fault.New(fault.Denied, CodeForeignRequest, reason).WithHint("GET /openapi.json lists what there is")
	}
	refuse(w, http.StatusForbidden, f)
}

// reason says why a request is refused; "" when it is not.
func (g *guard) reason(r *http.Request) string {
	switch {
	case peerOf(r.Context()).foreign():
		return "it comes from a program of another user"
	case !ownMethod(r.Method):
		return reasonMethod
	case !originForm(r):
		return "its target is not a path"
	case !g.hosts.own(r.Context(), r.Host, g.port):
		return fmt.Sprintf("it names the host %q, which is not this machine and this port", short(r.Host))
	case !ownOrigin(r), !ownFetch(r):
		return "a page in a browser has sent it"
	}
	return ""
}

// ownMethod keeps out what proxies and preflights ask for. PATCH is left to the
// routes, which say what is allowed instead.
func ownMethod(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return true
	}
	return false
}

// originForm reports whether the target is a path (RFC 9112 §3.2.1). The
// absolute form is for proxies: it would speak of another host than Host does.
func originForm(r *http.Request) bool {
	return strings.HasPrefix(r.RequestURI, "/") && r.URL.Scheme == "" && r.URL.Host == ""
}

// ownOrigin accepts no Origin at all, or exactly that of the host that was asked
// for. The opaque origin "null" is a foreign one.
func ownOrigin(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	return len(origins) == 0 || len(origins) == 1 && origins[0] == "https://"+r.Host
}

// ownFetch looks at the Fetch Metadata of browsers that send it. "same-site" is
// foreign: every other port of localhost is the same site. "none" is a person
// who opens the address, which only ever reads. A mode alone is a script's: some
// that are no browsers send it.
func ownFetch(r *http.Request) bool {
	site, once := only(r, "Sec-Fetch-Site")
	mode, modeOnce := only(r, "Sec-Fetch-Mode")
	dest, destOnce := only(r, "Sec-Fetch-Dest")
	if !once || !modeOnce || !destOnce {
		return false
	}
	if !slices.Contains([]string{"", "cors", "same-origin", "navigate"}, mode) ||
		!slices.Contains([]string{"", "empty", "document"}, dest) {
		return false
	}
	switch site {
	case "", "same-origin":
		return true
	case "none":
		return r.Method == http.MethodGet
	default:
		return false
	}
}

// only returns the value of a header, and whether there is at most one. One that
// is empty is none that a browser sends.
func only(r *http.Request, name string) (value string, ok bool) {
	values := r.Header.Values(name)
	if len(values) == 0 {
		return "", true
	}
	return values[0], len(values) == 1 && values[0] != ""
}

// target is the path of a request without its query, which might hold anything.
// It stays as it was sent: a line break in it must not begin a line where it is
// shown.
func target(r *http.Request) string {
	if r.URL.Path == "" {
		return "*"
	}
	return r.URL.EscapedPath()
}

// short cuts a text that a caller chose.
func short(text string) string {
	const longest = 120
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}

// refuse answers with a fault document.
func refuse(w http.ResponseWriter, status int, f *fault.Fault) {
	answer{status: status, body: f}.send(w)
}

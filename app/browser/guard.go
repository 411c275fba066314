package browser

import (
	"net/http"

	"patchbay/backend/fault"
)

// guard refuses, before anything is routed, whatever a foreign page can make a
// browser send: a name that was rebound to the loopback address shows in Host,
// a cross-origin request in Origin and in Sec-Fetch-Site.
func guard(hosts map[string]bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !hosts[r.Host] || !ownOrigin(r) || !ownFetch(r) {
			refuse(w, http.StatusForbidden, fault.New(fault.Denied, CodeForeignRequest,
				"this address answers only its own pages").
				WithHint("open the link that patchbay printed"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ownOrigin accepts no Origin at all, or exactly the origin of the host that
// was asked for. The opaque origin "null" is a foreign one.
func ownOrigin(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	if len(origins) == 0 {
		return true
	}
	return len(origins) == 1 && origins[0] == "http://"+r.Host
}

// ownFetch looks at the Fetch Metadata of browsers that send it. "same-site"
// is foreign: every other port of localhost is the same site. "none" is the
// person who opens the link, which only ever reads.
func ownFetch(r *http.Request) bool {
	sites := r.Header.Values("Sec-Fetch-Site")
	if len(sites) == 0 {
		return true
	}
	if len(sites) != 1 {
		return false
	}
	switch sites[0] {
	case "same-origin":
		return true
	case "none":
		return r.Method == http.MethodGet || r.Method == http.MethodHead
	default:
		return false
	}
}

package api

import (
	"net/http"
	"slices"
	"time"

	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// Routes lists "METHOD /pattern" of the table.
func Routes() []string {
	var all []string
	for _, r := range table() {
		all = append(all, r.method+" "+r.pattern)
	}
	slices.Sort(all)
	return all
}

// ReadForm reads a form, and names what is in it.
func ReadForm(body []byte) (map[string]string, error) {
	f, err := readForm(body)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	for name := range f {
		values[name] = f.text(name)
	}
	return values, nil
}

// ReadAuthorization reads a header as the token of a call and as the client of
// the token endpoint.
func ReadAuthorization(value string) (token string, brought bool, id string, secrets []string, ok bool) {
	h := http.Header{"Authorization": {value}}
	bearer, brought := bearerToken(h)
	b, _, ok := readBasic(h)
	if ok {
		id = b.clientID()
		for _, reading := range b.readings() {
			secrets = append(secrets, string(reading.Reveal()))
		}
	}
	return string(bearer.Reveal()), brought, id, secrets, ok
}

// NewRoutes are the routes without a listener and its guard.
func NewRoutes(b *workbench.Workbench) http.Handler {
	return newRoutes(b, routesOptions{Version: "test"})
}

// ShortenWrites bounds the time in which a call has to be answered.
func (s *Server) ShortenWrites(wait time.Duration) { s.limits.write = wait }

// IfMatch is the revision that a write is to replace.
func IfMatch(now vault.Revision, values ...string) (vault.Revision, error) {
	return ifMatch(http.Header{"If-Match": values}, now)
}

// Stale is what becomes of the fault of a write.
func Stale(err error, values ...string) error {
	return asRefusal(stale(http.Header{"If-Match": values}, err))
}

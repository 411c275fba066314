package idpd

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
)

// maxRequest bounds the body of a request, in bytes.
const maxRequest = 256 << 10

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, serve := range map[string]func(*exchange){
		"GET " + pathDiscovery: s.discovery, "GET " + pathKeys: s.jwks,
		"GET " + pathAuthorize: s.authorize, "POST " + pathAuthorize: s.authorize,
		"POST " + pathToken: s.token, "POST " + pathRevoke: s.revoke,
		"GET " + pathUserInfo: s.userInfo, "POST " + pathUserInfo: s.userInfo,
		"GET " + pathUser: s.user, "GET " + pathEmails: s.emails,
		"GET " + pathEndSession: s.endSession, "POST " + pathEndSession: s.endSession,
		"GET " + pathMetadata: s.samlMetadata, "GET " + pathSSO: s.sso, "POST " + pathSSO: s.sso,
		"POST " + pathRegister: s.register, "GET /{$}": s.index,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, serve) })
	}
	return mux
}

// exchange is one request with its answer, under the fault that was chosen when
// it came in.
type exchange struct {
	w     http.ResponseWriter
	r     *http.Request
	acted behaviour
}

// serve reads the form of whoever asks for this server by a loopback name: a web
// page that rebinds its own name to this machine does not.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, answer func(*exchange)) {
	x := &exchange{w: w, r: r, acted: s.choices.Chosen()}
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	if host, _, err := net.SplitHostPort(r.Host); err != nil || !isLoopback(strings.Trim(host, "[]")) {
		http.Error(w, "this is the rehearsal identity provider, under a loopback name only", http.StatusMisdirectedRequest)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	answer(x)
}

// form is a parameter of the request, wherever it stands.
func (x *exchange) form(name string) string { return x.r.Form.Get(name) }

func (x *exchange) json(status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		x.broken(err)
		return
	}
	x.w.Header().Set("Content-Type", "application/json")
	x.w.WriteHeader(status)
	_, _ = x.w.Write(body)
}

// broken tells of a mistake of the server's own.
func (x *exchange) broken(err error) {
	http.Error(x.w, "the rehearsal provider failed: "+err.Error(), http.StatusInternalServerError)
}

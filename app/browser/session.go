package browser

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"patchbay/backend/fault"
)

// sessions holds the one-time token of the printed link and, once that was
// used, the token of the one session. Only hashes are kept, so that comparing
// takes the same time whatever is presented.
type sessions struct {
	mu      sync.Mutex
	oneTime *[sha256.Size]byte // nil once used
	session *[sha256.Size]byte // nil before
}

// newSessions returns the one-time token, which exists nowhere else.
func newSessions() (s *sessions, oneTime string) {
	oneTime = rand.Text()
	hash := sha256.Sum256([]byte(oneTime))
	return &sessions{oneTime: &hash}, oneTime
}

// exchange spends the one-time token.
func (s *sessions) exchange(token string) (session string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !matches(s.oneTime, token) {
		return "", false
	}
	session = rand.Text()
	hash := sha256.Sum256([]byte(session))
	s.oneTime, s.session = nil, &hash
	return session, true
}

func (s *sessions) allows(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return matches(s.session, token)
}

func matches(want *[sha256.Size]byte, token string) bool {
	got := sha256.Sum256([]byte(token))
	return want != nil && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// maxSession bounds the body of POST /session, in bytes.
const maxSession = 1 << 10

// serveSession answers POST /session.
func (s *sessions) serveSession(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Token string `json:"token"`
	}
	if !readJSON(w, r, maxSession, &request) {
		return
	}
	session, ok := s.exchange(request.Token)
	if !ok {
		unauthorised(w, "the link was used before or is not from this run")
		return
	}
	body, err := json.Marshal(map[string]string{"token": session})
	if err != nil { // a map of strings always marshals
		refuse(w, http.StatusInternalServerError, fault.Of(err))
		return
	}
	answer(w, http.StatusOK, body)
}

// authenticated lets through what carries the session token (RFC 6750 §2.1).
func (s *sessions) authenticated(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		values := r.Header.Values("Authorization")
		if len(values) == 1 {
			if token, ok := strings.CutPrefix(values[0], "Bearer "); ok && s.allows(token) {
				next(w, r)
				return
			}
		}
		unauthorised(w, "this browser has no session")
	}
}

func unauthorised(w http.ResponseWriter, message string) {
	w.Header().Set("WWW-Authenticate", "Bearer")
	refuse(w, http.StatusUnauthorized, fault.New(fault.Denied, CodeNoSession, message).
		WithHint("start patchbay again and open the link it prints"))
}

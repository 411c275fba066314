package dial

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"net"
	"sync"
	"time"

	"patchbay/backend/proof"
)

// Bounds of what a run remembers.
const (
	maxResumable   = 64 // servers
	maxJudgements  = 64 // of one second
	maxAuthorities = 64
)

// Sessions are what a run of many connections remembers, so that what one has
// found out need not be found out by all: TLS sessions, which a server may
// resume (RFC 8446 §2.2), and what was said of the same certificates within the
// same second. They are for one run and dropped with it: what is proved tomorrow
// is proved anew. A nil Sessions remembers nothing.
//
// A session never stands for trust: its certificates are held against the name,
// the authorities and the time of each connection, as those of a new one are.
type Sessions struct {
	resumable tls.ClientSessionCache // by host:port

	mu          sync.Mutex
	second      int64 // of the judgements, in Unix time
	judgements  map[judged]judgement
	authorities map[string]Authorities // by their PEM
}

// judged is everything that a judgement of certificates depends on, beside the
// second: their validity has no finer grain.
type judged struct {
	chain       [sha256.Size]byte
	host, added string
}

// judgement is what was found of a chain. It is shared, and never changed.
type judgement struct {
	certificates       []proof.Certificate
	failures, warnings []proof.Finding
}

// NewSessions begins a run that remembers nothing yet.
func NewSessions() *Sessions {
	return &Sessions{
		resumable:  tls.NewLRUClientSessionCache(maxResumable),
		judgements: map[judged]judgement{}, authorities: map[string]Authorities{},
	}
}

// Authorities are those of [NewAuthorities].
func (s *Sessions) Authorities(caPEM string) (Authorities, error) {
	if s == nil {
		return NewAuthorities(caPEM)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.authorities[caPEM]; ok {
		return known, nil
	}
	a, err := NewAuthorities(caPEM)
	if err != nil {
		return a, err
	}
	if len(s.authorities) == maxAuthorities {
		clear(s.authorities)
	}
	s.authorities[caPEM] = a
	return a, nil
}

// Shake performs a handshake as the function [Shake] does, and offers the server
// to resume the session of an earlier one of the run on the same host and port.
func (s *Sessions) Shake(ctx context.Context, conn net.Conn, host string, port uint16, authorities Authorities) Handshake {
	var cache tls.ClientSessionCache
	if s != nil {
		cache = serverSessions{s.resumable, joinPort(host, port)}
	}
	return shake(ctx, conn, host, cache, func(chain []*x509.Certificate) judgement {
		return s.judge(chain, host, authorities, time.Now())
	})
}

// judge says what is to be said of a chain, once in a second.
func (s *Sessions) judge(chain []*x509.Certificate, host string, authorities Authorities, now time.Time) judgement {
	if s == nil {
		return judge(chain, host, authorities, now)
	}
	key := judged{chain: identity(chain), host: host, added: authorities.pem}
	if known, ok := s.known(key, now.Unix()); ok {
		return known
	}
	found := judge(chain, host, authorities, now)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.second == now.Unix() && len(s.judgements) < maxJudgements {
		s.judgements[key] = found
	}
	return found
}

// known returns a judgement of this second; those of others are forgotten.
func (s *Sessions) known(key judged, second int64) (judgement, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.second != second {
		s.second = second
		clear(s.judgements)
	}
	found, ok := s.judgements[key]
	return found, ok
}

func judge(chain []*x509.Certificate, host string, authorities Authorities, now time.Time) judgement {
	failures, warnings := verify(chain, host, authorities, now)
	return judgement{certificates: describeChain(chain), failures: failures, warnings: warnings}
}

// identity tells chains apart by every byte of them.
func identity(chain []*x509.Certificate) (sum [sha256.Size]byte) {
	digest := sha256.New()
	for _, certificate := range chain {
		digest.Write(binary.BigEndian.AppendUint64(nil, uint64(len(certificate.Raw))))
		digest.Write(certificate.Raw)
	}
	digest.Sum(sum[:0])
	return sum
}

// serverSessions are the sessions of one server. crypto/tls asks for them by the
// name of the host alone, on which several servers may listen.
type serverSessions struct {
	all    tls.ClientSessionCache
	server string // host:port
}

// Get returns the newest session.
func (s serverSessions) Get(string) (*tls.ClientSessionState, bool) { return s.all.Get(s.server) }

// Put keeps a session, or forgets it where it is nil.
func (s serverSessions) Put(_ string, session *tls.ClientSessionState) {
	s.all.Put(s.server, session)
}

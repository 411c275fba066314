package idpd

import (
	"cmp"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/repertoire"
	"patchbay/backend/secret"
)

// Options configure a Server. The zero value is a server on a free port.
type Options struct {
	// Listen is the loopback address; "" is "127.0.0.1:0".
	Listen string
	// Now is the clock of tokens, assertions and certificates; nil is time.Now.
	Now func() time.Time
	// Authority signs the server's certificate; nil makes one for this run.
	Authority *authority.Authority
	// MaxConnections is how many are served at a time; others wait. 0 is 64.
	MaxConnections int
}

func (o Options) withDefaults() (Options, error) {
	o.Listen = cmp.Or(o.Listen, "127.0.0.1:0")
	o.MaxConnections = cmp.Or(o.MaxConnections, 64)
	if o.Now == nil {
		o.Now = time.Now
	}
	var err error
	if o.Authority == nil {
		o.Authority, err = authority.New(o.Now())
	}
	return o, err
}

// Server signs test people in until it is closed. Its methods may be called
// from any goroutine.
type Server struct {
	options Options
	address string // host:port
	secret  secret.Text
	keys    *keys

	codes   *memory[grant]
	access  *memory[grant]
	refresh *memory[grant]
	// recipients are the keys of service providers, by entity ID.
	recipients *memory[*rsa.PublicKey]

	choices  *repertoire.Repertoire[behaviour]
	http     *http.Server
	finished sync.WaitGroup
}

// Bounds of what is remembered.
const (
	maxCodes      = 256
	maxTokens     = 1024
	maxRecipients = 64
)

// Start listens on a loopback port, with TLS.
func Start(o Options) (*Server, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	listener, err := listen(o.Listen)
	if err != nil {
		return nil, err
	}
	s := &Server{
		options: o, address: listener.Addr().String(), keys: newKeys(o.Now()), choices: newRepertoire(),
		secret: secret.FromString("rehearsal-" + rand.Text()),
		codes:  newMemory[grant](maxCodes), access: newMemory[grant](maxTokens), refresh: newMemory[grant](maxTokens),
		recipients: newMemory[*rsa.PublicKey](maxRecipients),
	}
	s.http = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       log.New(io.Discard, "", 0), // of browsers that do not know the authority
	}
	secured := tls.NewListener(netutil.LimitListener(listener, o.MaxConnections), s.tls())
	s.finished.Go(func() { _ = s.http.Serve(secured) })
	return s, nil
}

// listen refuses to listen where another machine could connect.
func listen(address string) (net.Listener, error) {
	parsed, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, fmt.Errorf("read the rehearsal provider's address: %w", err)
	}
	if !parsed.Addr().IsLoopback() {
		return nil, fmt.Errorf("the rehearsal provider listens on loopback only, not on %s", parsed.Addr())
	}
	return net.Listen("tcp", address)
}

func (s *Server) tls() *tls.Config {
	config := s.options.Authority.Config(authority.Good)
	config.NextProtos = []string{"http/1.1"}
	return config
}

// Close ends every connection and frees the port.
func (s *Server) Close() error {
	err := s.http.Close()
	s.finished.Wait()
	return err
}

// Paths of the server.
const (
	pathDiscovery  = "/.well-known/openid-configuration"
	pathKeys       = "/keys"
	pathAuthorize  = "/authorize"
	pathToken      = "/token"
	pathUserInfo   = "/userinfo"
	pathUser       = "/user"
	pathEmails     = "/user/emails"
	pathRevoke     = "/revoke"
	pathEndSession = "/end-session"
	pathMetadata   = "/saml/metadata"
	pathSSO        = "/saml/sso"
	pathRegister   = "/saml/service-providers"
)

// Issuer identifies the provider of OpenID Connect.
func (s *Server) Issuer() string { return "https://" + s.address }

// AuthorizationURL is where browsers go, for OpenID Connect and OAuth 2.0.
func (s *Server) AuthorizationURL() string { return s.Issuer() + pathAuthorize }

// TokenURL is where codes become tokens.
func (s *Server) TokenURL() string { return s.Issuer() + pathToken }

// UserInfoURL tells who signed in (OpenID Connect Core §5.3).
func (s *Server) UserInfoURL() string { return s.Issuer() + pathUserInfo }

// SAMLMetadataURL describes the provider of SAML; it is its entity ID, too.
func (s *Server) SAMLMetadataURL() string { return s.Issuer() + pathMetadata }

// CAPEM is the certificate of the server's own authority, in PEM.
func (s *Server) CAPEM() string { return s.options.Authority.PEM() }

// Clients of the server. The public one has no secret and must use PKCE.
const (
	confidentialClient = "patchbay-rehearsal"
	publicClient       = "patchbay-rehearsal-public"
)

// ClientID is that of the client with a secret.
func (s *Server) ClientID() string { return confidentialClient }

// PublicClientID is that of the client without one.
func (s *Server) PublicClientID() string { return publicClient }

// ClientSecret protects nothing but this server, so that it may be shown.
func (s *Server) ClientSecret() secret.Text { return s.secret }

// Faults lists what SetFault knows, in the order in which a sign-in meets them.
func (s *Server) Faults() []Fault { return s.choices.Faults() }

// SetFault chooses the fault of requests to come; "" is none. An unknown name is
// an invalid fault and changes nothing.
func (s *Server) SetFault(name string) error { return s.choices.Choose(name) }

// Fault is the name of the chosen fault, "" for none.
func (s *Server) Fault() string { return s.choices.Chosen().name }

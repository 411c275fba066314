package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"

	"patchbay/backend/audit"
	"patchbay/backend/localapi"
	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

// Options say what the API serves.
type Options struct {
	Bench   *workbench.Workbench
	Version string
	// Log never sees a request, an answer, a secret or a token. Nil discards.
	Log *slog.Logger
}

// Server is the local API, whether it runs or not.
type Server struct {
	operators *operator.Operators
	journal   *audit.Journal
	local     *localapi.API
	tokens    tokens
	log       *slog.Logger
	limits    limits
	hosts     *hosts
	leaves    *leaves
	handler   func(port string) http.Handler
	cancel    func() // of the subscription
	work      context.Context
	end       context.CancelFunc
	starts    sync.WaitGroup // of starts that an event has set off

	// changing is held while the API starts or stops.
	changing sync.Mutex
	closed   bool

	mu   sync.Mutex // guards what is below, and is never held for long
	open *port      // nil while the API does not run
	due  bool       // the vault was unlocked, and the API has yet to follow
}

// tokens end with the API.
type tokens interface{ EndTokens() }

// New returns the API of a workbench. It opens no port before it is started: by
// [Server.Start], or when the vault is unlocked and the settings say so.
func New(o Options) *Server {
	o = o.withDefaults()
	routes := newRoutes(o.Bench, routesOptions{Version: o.Version, Log: o.Log})
	return newServer(o, routes)
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func newServer(o Options, routes http.Handler) *Server {
	o = o.withDefaults()
	hosts := newHosts(o.Bench.Deployments)
	s := &Server{
		operators: o.Bench.Operators, journal: o.Bench.Audit, local: o.Bench.LocalAPI,
		tokens: o.Bench.Clients, log: o.Log, limits: defaultLimits(),
		hosts: hosts, leaves: newLeaves(o.Bench.LocalAPI, hosts, o.Bench.Now),
	}
	s.work, s.end = context.WithCancel(context.Background())
	s.handler = func(port string) http.Handler {
		g := &guard{
			hosts: s.hosts, port: port, record: s.operators.Record, note: s.local.Note,
			now: o.Bench.Now, next: routes,
		}
		return secured(recovered(g))
	}
	s.cancel = o.Bench.Events.Subscribe(s.follow)
	return s
}

// Address returns where the API answers, "https://127.0.0.1:8443"; "" while it
// does not run.
func (s *Server) Address() string {
	if p := s.running(); p != nil {
		return p.address
	}
	return ""
}

func (s *Server) running() *port {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// set puts a port in place of the open one, which it returns.
func (s *Server) set(p *port) (before *port) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, s.open = s.open, p
	return before
}

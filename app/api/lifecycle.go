package api

import (
	"context"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/vault"
)

// Start opens the port. An empty address is the one in the settings; otherwise
// it is 127.0.0.1:PORT, [::1]:PORT or localhost:PORT, and an API that runs
// elsewhere moves there. Where it runs already, nothing happens.
func (s *Server) Start(ctx context.Context, listen string) error {
	operator, err := s.operators.MayEdit(ctx, localapi.ActionStarted)
	if err != nil {
		return err
	}
	settings, err := s.settings(ctx, listen)
	if err != nil {
		return err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	if p := s.running(); p != nil {
		if listen == "" || p.answersOn(settings) {
			return nil
		}
		s.shut(p)
	}
	return s.start(ctx, operator, settings)
}

func (s *Server) settings(ctx context.Context, listen string) (localapi.Settings, error) {
	if listen != "" {
		return localapi.ParseListen(listen)
	}
	stored, err := s.local.Get(ctx)
	return stored.Settings, err
}

// start opens a port and records it. The caller holds changing.
func (s *Server) start(ctx context.Context, operator string, settings localapi.Settings) error {
	if s.closed {
		return localapi.NotRunning()
	}
	p, err := s.listen(ctx, settings.Listen())
	if err != nil {
		return err
	}
	if err := s.journalise(ctx, operator, localapi.ActionStarted, p.address); err != nil {
		p.close()
		return err
	}
	s.set(p)
	p.serve(func(err error) { s.failed(p, err) })
	s.local.Began(p.address)
	return nil
}

// Stop closes the port and ends all tokens.
func (s *Server) Stop() error {
	ctx := context.Background()
	operator, err := s.operators.MayEdit(ctx, localapi.ActionStopped)
	if err != nil {
		return err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	s.forgetDue()
	p := s.running()
	if p == nil {
		return nil
	}
	s.shut(p)
	return s.journalise(ctx, operator, localapi.ActionStopped, p.address)
}

// Close stops the API for good. It needs nobody's leave: the program ends.
func (s *Server) Close() error {
	s.cancel()
	s.mu.Lock()
	s.end() // no start begins from here on
	s.mu.Unlock()
	s.changing.Lock()
	s.closed = true
	p := s.running()
	if p != nil {
		s.shut(p)
	}
	s.changing.Unlock()
	s.starts.Wait()
	if p == nil {
		return nil
	}
	operator, err := s.operators.MayRead()
	if err != nil { // locked: nothing can be recorded
		return nil
	}
	return s.journalise(context.Background(), operator, localapi.ActionStopped, p.address)
}

// shut closes the open port. The caller holds changing.
func (s *Server) shut(p *port) {
	s.set(nil)
	p.close()
	s.tokens.EndTokens()
	s.local.Ended()
}

// failed is told when a port has closed without being asked to.
func (s *Server) failed(p *port, err error) {
	s.mu.Lock()
	mine := s.open == p
	if mine {
		s.open = nil
	}
	s.mu.Unlock()
	if !mine {
		return
	}
	s.tokens.EndTokens()
	s.local.Failed(fault.New(fault.Internal, fault.CodeInternal, "the local API has lost its port").
		WithHint("start it again").WithCause(err))
}

func (s *Server) journalise(ctx context.Context, operator, action, address string) error {
	return s.operators.Update(ctx, func(tx *vault.Tx) error {
		return s.journal.Append(tx, audit.Entry{Operator: operator, Action: action, Subject: address})
	})
}

// follow reacts to what happens to the vault. It does not block whoever tells.
func (s *Server) follow(e event.Event) {
	switch {
	case e.Name == "vault.unlocked":
		s.mu.Lock()
		s.due = true
		s.mu.Unlock()
		s.startIfDue()
	case e.Name == "vault.locked":
		s.forgetDue()
	case e.Name == "operator.saved": // a first password may have been replaced
		s.startIfDue()
	}
	switch {
	case strings.HasPrefix(e.Name, "vault."), strings.HasPrefix(e.Name, "deployment."):
		s.hosts.forget()
		s.leaves.forget()
	case e.Name == "localapi.changed":
		s.leaves.forget()
	}
}

func (s *Server) forgetDue() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.due = false
}

// startIfDue starts the API in the background when the settings say that it
// starts with the vault.
func (s *Server) startIfDue() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.due || s.work.Err() != nil {
		return
	}
	s.starts.Go(s.startWithVault)
}

// startWithVault needs no role: an owner has chosen that the API runs for
// whoever unlocks the vault. A failure is kept to be shown and stops nothing.
func (s *Server) startWithVault() {
	s.changing.Lock()
	defer s.changing.Unlock()
	operator, err := s.operators.MayRead()
	if err != nil { // locked again, or a first password is to be replaced
		return
	}
	s.forgetDue()
	stored, err := s.local.Get(s.work)
	if err == nil && (!stored.StartAtUnlock || s.running() != nil) {
		return
	}
	if err == nil {
		err = s.start(s.work, operator, stored.Settings)
	}
	if err != nil && s.work.Err() == nil {
		s.log.Warn("the local API did not start with the vault", "code", fault.Of(err).Code)
		s.local.Failed(err)
	}
}

// Endpoint returns the address of a token endpoint and the authority to trust,
// for a proof of a client: of the running API, or of one on a free port that
// lives until done is called.
func (s *Server) Endpoint(ctx context.Context) (tokenURL, caPEM string, done func(), err error) {
	authority, err := s.local.Authority(ctx)
	if err != nil {
		return "", "", nil, err
	}
	if p := s.running(); p != nil {
		return p.address + tokenPath, authority.PEM, func() {}, nil
	}
	p, err := s.listen(ctx, localapi.Settings{}.Listen())
	if err != nil {
		return "", "", nil, err
	}
	p.serve(func(error) {})
	return p.address + tokenPath, authority.PEM, func() { s.withdraw(p) }, nil
}

const tokenPath = "/oauth2/token"

// withdraw closes a port that was opened for a proof.
func (s *Server) withdraw(p *port) {
	p.close()
	if s.running() == nil {
		s.tokens.EndTokens()
	}
}

package api

import (
	"context"

	"patchbay/backend/audit"
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

package api

import (
	"strings"

	"patchbay/backend/event"
	"patchbay/backend/fault"
)

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

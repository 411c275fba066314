package imap

import (
	"context"
	"slices"
	"strings"

	"patchbay/backend/proof"
)

// Bounds of what is kept of what a server can do.
const (
	maxCapabilities = 256
	maxCapability   = 128 // bytes of a name
)

// capabilities are what a server says it can do (RFC 9051 §7.2.2), as it names
// it. nil is what it has not said.
type capabilities []string

func parseCapabilities(text string) capabilities {
	offered := capabilities{}
	for name := range strings.FieldsSeq(text) {
		if len(offered) < maxCapabilities && len(name) <= maxCapability && !offered.has(name) {
			offered = append(offered, name)
		}
	}
	return offered
}

// has compares without regard to case (RFC 9051 §2.2).
func (c capabilities) has(name string) bool {
	return slices.ContainsFunc(c, func(offered string) bool { return strings.EqualFold(offered, name) })
}

// can reports whether a server can do what RFC 9051 has made a part of the
// protocol, and an extension of RFC 3501 before.
func (c capabilities) can(extension string) bool {
	return c.has(extension) || c.has("IMAP4rev2")
}

// mechanisms returns what AUTHENTICATE takes, in upper case.
func (c capabilities) mechanisms() []string {
	var names []string
	for _, name := range c {
		if mechanism, ok := strings.CutPrefix(strings.ToUpper(name), "AUTH="); ok {
			names = append(names, mechanism)
		}
	}
	return names
}

// String lists them for people, cut where a server names too many.
func (c capabilities) String() string {
	const most, longest = 64, 2048
	shown := c
	if len(shown) > most {
		shown = append(slices.Clone(shown[:most]), "…")
	}
	return short(strings.Join(shown, " "), longest)
}

// missing lists what a system that reads mail wants and the server does not
// have.
func (c capabilities) missing() []proof.MissingCapability {
	var misses []proof.MissingCapability
	for _, wanted := range []proof.MissingCapability{
		{Name: "IDLE", Meaning: "New mail is not announced: the system has to ask for it again and again."},
		{Name: "UIDPLUS", Meaning: "A single message cannot be removed for good without removing all that are marked."},
		{Name: "MOVE", Meaning: "Messages are moved by copying and deleting, which can leave doubles when it is interrupted."},
		{Name: "SPECIAL-USE", Meaning: "The server does not say which folders are for junk, sent or deleted mail: they have to be named."},
	} {
		if !c.can(wanted.Name) {
			misses = append(misses, wanted)
		}
	}
	if !c.has("ID") {
		misses = append(misses, proof.MissingCapability{Name: "ID", Meaning: "The server does not ask programs for their names, which makes its log harder to read."})
	}
	return misses
}

// capability is the step that learns what the server can do.
func (s *session) capability(context.Context) proof.Outcome {
	if s.offered == nil { // else the greeting has said it
		if f := s.ask("capability"); f != nil {
			return proof.Fail(*f)
		}
	}
	outcome := proof.Pass(s.offered.String())
	outcome.Mailbox = &proof.Mailbox{Capabilities: s.offered}
	return outcome
}

// ask has the server list what it can do.
func (s *session) ask(step string) *proof.Finding {
	told := s.told
	r, err := s.exchange("CAPABILITY")
	var f proof.Finding
	switch {
	case err != nil:
		f = s.broken(step, err, "waiting for the answer to CAPABILITY")
	case !r.ok():
		f = s.explain(step, r.remote())
	case s.told == told:
		f = (&violation{reason: "no_capabilities", words: r.words()}).finding("asking what the server can do")
	default:
		return nil
	}
	return &f
}

// learn takes what the server can do out of a response code (RFC 9051 §7.1),
// which saves the question.
func (s *session) learn(r response) {
	if r.code == "CAPABILITY" {
		s.tell(r.args)
	}
}

func (s *session) tell(names string) {
	s.offered = parseCapabilities(names)
	s.told++
}

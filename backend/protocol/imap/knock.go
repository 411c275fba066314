package imap

import (
	"context"
	"net/netip"
	"strconv"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
)

// visit knocks at several doors of a host. It holds no credential.
type visit struct {
	request Request        // without a sign-in, its variables replaced
	signIn  account.SignIn // what the settings would need
	host    string         // in ASCII
	addrs   []netip.Addr
	probe   bool // see session
}

// answer is what one knock came to.
type answer struct {
	report  proof.Report // up to what the server can do
	offered capabilities
	late    bool // the time was up before it began
}

// withoutSignIn keeps of a request what reaches a server; settings are its own
// with the variables replaced. What is forgotten here cannot be sent.
func withoutSignIn(r Request, settings Settings) Request {
	settings.User, settings.Mailbox, settings.OAuth2 = "", "", account.OAuth2Settings{}
	return Request{
		Settings: settings, Timeout: conversation.MaxVisit,
		Host: r.Host, Version: r.Version, Network: r.Network,
	}
}

// newVisit checks what connections need of the settings, and looks the host up.
func newVisit(ctx context.Context, r Request) (visit, *proof.Finding) {
	settings, unresolved := r.Settings.Expand(r.Lookup)
	settings = settings.WithDefaults()
	v := visit{request: withoutSignIn(r, settings), signIn: settings.Auth}
	if r.Timeout > 0 {
		v.request.Timeout = min(r.Timeout, conversation.MaxVisit)
	}
	if f := v.check(unresolved); f != nil {
		return v, f
	}
	var f *proof.Finding
	v.host, v.addrs, f = conversation.LookUp(ctx, v.request.Network, settings.Host, v.step())
	return v, f
}

// check looks at the fields that a connection without a sign-in needs. The
// port is not among them: who looks for another one may have none.
func (v visit) check(unresolved []account.Unresolved) *proof.Finding {
	c := &account.Checker{Resolved: true}
	v.request.Settings.check(c)
	return conversation.Unfit([]string{"host", "timeoutSeconds", "caPem"}, c.Missing, c.Invalid, unresolved)
}

// step is what one step of a knock may take.
func (v visit) step() time.Duration {
	return time.Duration(v.request.Settings.TimeoutSeconds) * time.Second
}

// each returns the visit with a deadline for each of a number of knocks, so
// that all of them end within it.
func (v visit) each(knocks int) visit {
	v.request.Timeout = conversation.Share(knocks, v.step(), v.request.Timeout)
	return v
}

// knock finds out what stands at one door.
func (v visit) knock(ctx context.Context, d conversation.Door) answer {
	r := v.request
	r.Settings.Port, r.Settings.Security = strconv.Itoa(int(d.Port)), d.Security
	late := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	s := newSession(ctx, r, v.probe)
	defer s.Redactor.Wipe()
	s.Host, s.Port, s.Addrs = v.host, d.Port, v.addrs
	s.enter()
	s.step("logout", s.logout)
	s.hangUp()
	return answer{report: s.Recorder.Report(), offered: s.offered, late: late}
}

// finding returns what made the knock fail, nil when it did not.
func (a answer) finding() *proof.Finding { return conversation.FirstFinding(a.report, proof.Failed) }

// hello is what a silent server is watched with, nil when it is not: it has
// greeted TLS already, or this connection is itself such a hello.
func (s *session) hello() func(context.Context) proof.Report {
	if s.probe || s.Encrypted {
		return nil
	}
	return func(ctx context.Context) proof.Report { return s.probeWith(ctx, account.SecurityImplicitTLS) }
}

// probeWith knocks with another security on the same host and port.
func (s *session) probeWith(ctx context.Context, security account.Security) proof.Report {
	return s.knockAt(ctx, conversation.Door{Port: s.Port, Security: security})
}

// knockAt knocks at another door of the same host: no credential is involved.
func (s *session) knockAt(ctx context.Context, d conversation.Door) proof.Report {
	v := visit{request: withoutSignIn(s.request, s.settings), host: s.Host, addrs: s.Addrs, probe: true}
	v.request.Timeout = s.request.Timeout
	return v.knock(ctx, d).report
}

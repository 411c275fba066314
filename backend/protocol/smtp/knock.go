package smtp

import (
	"context"
	"net/netip"
	"strconv"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
)

// visit knocks at several doors of a host, or at one door of several
// addresses. It holds no credential.
type visit struct {
	request Request // without a sign-in, its variables replaced
	signIn  SignIn  // what the settings would need
	host    string  // in ASCII
	addrs   []netip.Addr
	probe   bool // see session
}

// answer is what one knock came to.
type answer struct {
	report  proof.Report // of the level connect, from the step connect on
	offered capabilities
	late    bool // the time was up before it began
}

// withoutSignIn keeps of a request what reaches a server; settings are its own
// with the variables replaced. What is forgotten here cannot be sent.
func withoutSignIn(r Request, settings Settings) Request {
	settings.Auth, settings.User, settings.OAuth2 = SignInNone, "", OAuth2Settings{}
	return Request{
		Settings: settings, Level: LevelConnect, Timeout: conversation.MaxVisit,
		Host: r.Host, Version: r.Version, Network: r.Network, Now: r.Now,
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
func (v visit) check(unresolved []Unresolved) *proof.Finding {
	missing, invalid := v.request.Settings.problems(true)
	return conversation.Unfit([]string{"host", "ehloName", "timeoutSeconds", "caPem"}, missing, invalid, unresolved)
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

// knock proves the level connect at one door.
func (v visit) knock(ctx context.Context, d conversation.Door, addrs []netip.Addr) answer {
	r := v.request
	r.Settings.Port, r.Settings.Security = strconv.Itoa(int(d.Port)), d.Security
	late := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	s := newSession(ctx, r, v.probe)
	defer s.Redactor.Wipe()
	s.Host, s.Port, s.Addrs = v.host, d.Port, addrs
	s.enter()
	s.step("quit", s.quit)
	s.hangUp()
	return answer{report: s.Recorder.Report(), offered: s.offered, late: late}
}

// finding returns what made the knock fail, nil when it did not.
func (a answer) finding() *proof.Finding { return conversation.FirstFinding(a.report, proof.Failed) }

// warning returns what the knock warned of first, nil when it did not.
func (a answer) warning() *proof.Finding { return conversation.FirstFinding(a.report, proof.Warned) }

// certificate returns the server's own, nil when none was shown.
func (a answer) certificate() *proof.Certificate {
	for _, step := range a.report.Steps {
		if step.TLS != nil && len(step.TLS.Certificates) > 0 {
			return &step.TLS.Certificates[0]
		}
	}
	return nil
}

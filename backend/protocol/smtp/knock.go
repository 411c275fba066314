package smtp

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// maxVisit bounds all connections of a visit together.
const maxVisit = 30 * time.Second

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
		Settings: settings, Level: LevelConnect, Timeout: maxVisit,
		Host: r.Host, Version: r.Version, Network: r.Network, Now: r.Now,
	}
}

// newVisit checks what connections need of the settings, and looks the host up.
func newVisit(ctx context.Context, r Request) (visit, *proof.Finding) {
	settings, unresolved := r.Settings.Expand(r.Lookup)
	settings = settings.WithDefaults()
	v := visit{request: withoutSignIn(r, settings), signIn: settings.Auth}
	if r.Timeout > 0 {
		v.request.Timeout = min(r.Timeout, maxVisit)
	}
	if f := v.check(unresolved); f != nil {
		return v, f
	}
	var err error
	if v.host, err = account.ASCIIHost(settings.Host); err != nil { // checked above
		f := account.SettingsInvalid([]fault.Field{{Name: "host", Message: err.Error()}})
		return v, &f
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(settings.TimeoutSeconds)*time.Second)
	defer cancel()
	addrs, f := v.request.Network.Resolve(ctx, v.host)
	v.addrs = addrs
	return v, f
}

// check looks at the fields that a connection without a sign-in needs. The
// port is not among them: who looks for another one may have none.
func (v visit) check(unresolved []Unresolved) *proof.Finding {
	needed := []string{"host", "ehloName", "timeoutSeconds", "caPem"}
	unneeded := func(name string) bool { return !slices.Contains(needed, name) }
	missing, invalid := v.request.Settings.problems(true)
	missing = slices.DeleteFunc(missing, func(f fault.Field) bool { return unneeded(f.Name) })
	invalid = slices.DeleteFunc(invalid, func(f fault.Field) bool { return unneeded(f.Name) })
	unresolved = slices.DeleteFunc(slices.Clone(unresolved), func(u Unresolved) bool { return unneeded(u.Field) })
	var f proof.Finding
	switch {
	case len(unresolved) > 0:
		f = account.PlaceholderUnresolved(unresolved)
	case len(missing) > 0:
		f = account.SettingsMissing(missing)
	case len(invalid) > 0:
		f = account.SettingsInvalid(invalid)
	default:
		return nil
	}
	return &f
}

// door returns the configured one; ok is false when the port is none.
func (v visit) door() (d conversation.Door, ok bool) {
	port, err := strconv.ParseUint(v.request.Settings.Port, 10, 16)
	return conversation.Door{Port: uint16(port), Security: v.request.Settings.Security}, err == nil && port > 0
}

// each is how long one of a number of knocks may take, so that all of them end
// within the visit.
func (v visit) each(knocks int) time.Duration {
	rounds := max(1, (knocks+conversation.MaxAtOnce-1)/conversation.MaxAtOnce)
	step := time.Duration(v.request.Settings.TimeoutSeconds) * time.Second
	return min(step, v.request.Timeout/time.Duration(rounds))
}

// knock proves the level connect at one door.
func (v visit) knock(ctx context.Context, d conversation.Door, addrs []netip.Addr) answer {
	r := v.request
	r.Settings.Port, r.Settings.Security = strconv.Itoa(int(d.Port)), d.Security
	late := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	s := newSession(ctx, r, v.probe)
	s.Host, s.Port, s.Addrs = v.host, d.Port, addrs
	s.enter()
	s.step("quit", s.quit)
	s.hangUp()
	return answer{report: s.Recorder.Report(), offered: s.offered, late: late}
}

// within returns the visit with a deadline for each of its knocks.
func (v visit) within(limit time.Duration) visit {
	v.request.Timeout = limit
	return v
}

// finding returns what made the knock fail, nil when it did not.
func (a answer) finding() *proof.Finding { return a.first(proof.Failed) }

// warning returns what the knock warned of first, nil when it did not.
func (a answer) warning() *proof.Finding { return a.first(proof.Warned) }

func (a answer) first(verdict proof.Verdict) *proof.Finding {
	for _, step := range a.report.Steps {
		if step.Verdict == verdict {
			return step.Finding
		}
	}
	return nil
}

// certificate returns the server's own, nil when none was shown.
func (a answer) certificate() *proof.Certificate {
	for _, step := range a.report.Steps {
		if step.TLS != nil && len(step.TLS.Certificates) > 0 {
			return &step.TLS.Certificates[0]
		}
	}
	return nil
}

package outgoing

import (
	"context"
	"slices"
	"strings"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/callback"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/protocol/provider"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// SignInMethod is how a person signs in to obtain a refresh token.
type SignInMethod string

// The closed set of methods.
const (
	ThroughBrowser SignInMethod = "browser" // RFC 8252, with a loopback address
	WithDeviceCode SignInMethod = "device"  // RFC 8628, on any machine
)

// SignInRequest asks for a refresh token for a draft.
type SignInRequest struct {
	Draft  Draft
	Method SignInMethod
	Run    string // names the run in events
	// Port of the loopback address; 0 is a free one.
	Port uint16
	// Prompt is told what the person must open, beside the event
	// "signin.prompt"; nil is told nothing.
	Prompt func(event.Prompt)
}

// SignedIn is how a sign-in ended: with a handle of the token, or a finding.
// Doubts say why the mail server will probably refuse the token all the same.
type SignedIn struct {
	Handle  string
	Token   *proof.Token
	Doubts  []proof.Finding
	Finding *proof.Finding
}

// SignIn lets a person sign in at the provider and holds the refresh token that
// comes of it, until the vault is locked, for drafts that name its handle. Nothing
// is stored.
func (s *Servers) SignIn(ctx context.Context, deploymentID string, r SignInRequest) (SignedIn, error) {
	if _, err := s.access.MayEdit(ctx, actionSignedIn); err != nil {
		return SignedIn{}, err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return SignedIn{}, err
	}
	epoch := s.tokens.now()
	ctx, end := s.tokens.waiting(ctx)
	defer end()
	d, done := s.settle(r.Draft, lookup)
	defer done()
	if faults := d.signInFaults(r.Method); len(faults) > 0 {
		return SignedIn{}, invalid(faults)
	}
	config, wipe, err := s.signInConfig(ctx, deploymentID, d)
	if err != nil {
		return SignedIn{}, err
	}
	defer wipe()
	token, finding := s.askPerson(ctx, deploymentID, r, config, d.expanded)
	if s.tokens.now() != epoch {
		token.Wipe()
		return SignedIn{}, lockedMeanwhile()
	}
	if finding != nil {
		return SignedIn{Finding: finding}, nil
	}
	token.Access.Wipe()
	handle, held := s.tokens.hold(token.Refresh, tokenDestination(d.expanded), epoch)
	if !held {
		return SignedIn{}, lockedMeanwhile()
	}
	doubts := mailauth.CheckToken("smtp", d.expanded.User, token.Info)
	return SignedIn{Handle: handle, Token: &token.Info, Doubts: doubts}, nil
}

func lockedMeanwhile() error {
	return fault.New(fault.Locked, vault.CodeLocked, "the vault was locked before the sign-in ended").
		WithHint("unlock it and sign in again")
}

func (s *Servers) askPerson(
	ctx context.Context, deploymentID string, r SignInRequest, config mailtoken.Config, expanded smtp.Settings,
) (mailtoken.Token, *proof.Finding) {
	prompt := func(p event.Prompt) {
		s.events.Publish(event.Event{Name: "signin.prompt", Deployment: deploymentID, Run: r.Run, Prompt: &p})
		if r.Prompt != nil {
			r.Prompt(p)
		}
	}
	if r.Method == WithDeviceCode {
		return mailtoken.Device(ctx, config, func(p mailtoken.Prompt) {
			prompt(event.Prompt{Kind: string(r.Method), URL: p.VerificationURI, Code: p.UserCode, ExpiresAt: p.ExpiresAt})
		})
	}
	listen := callback.Options{Host: redirectHost(expanded), Port: r.Port}
	return mailtoken.Authorize(ctx, config, listen, func(url string) error {
		prompt(event.Prompt{Kind: string(r.Method), URL: url})
		return nil
	})
}

// signInFaults looks at what a sign-in needs: not at host and addresses, which
// may still be missing.
func (d *settled) signInFaults(method SignInMethod) []fault.Field {
	expanded, faults := d.expanded, d.signInVariables()
	need := func(name, value string) {
		if strings.TrimSpace(value) == "" {
			faults = append(faults, fault.Field{Name: name, Message: "is required to sign in"})
		}
	}
	need("oauth2.tokenUrl", expanded.OAuth2.TokenURL)
	need("oauth2.clientId", expanded.OAuth2.ClientID)
	switch method {
	case ThroughBrowser:
		need("oauth2.authUrl", expanded.OAuth2.AuthURL)
	case WithDeviceCode:
		need("oauth2.deviceUrl", expanded.OAuth2.DeviceURL)
	default:
		faults = append(faults, fault.Field{Name: "method", Message: "must be browser or device"})
	}
	for _, f := range expanded.Check() {
		named := func(known fault.Field) bool { return known.Name == f.Name }
		if (strings.HasPrefix(f.Name, "oauth2.") || f.Name == "caPem") && !slices.ContainsFunc(faults, named) {
			faults = append(faults, f)
		}
	}
	return faults
}

// signInVariables are the placeholders without a value of what a sign-in needs.
func (d *settled) signInVariables() []fault.Field {
	var faults []fault.Field
	for _, u := range d.unresolved(d.lookup) {
		if u.Field == "user" || strings.HasPrefix(u.Field, "oauth2.") {
			faults = append(faults, withoutValue(u))
		}
	}
	return faults
}

// signInConfig adds the client secret, if it may go to this token endpoint, and
// what the provider wants beside the standard.
func (s *Servers) signInConfig(ctx context.Context, deploymentID string, d *settled) (mailtoken.Config, func(), error) {
	var secrets smtp.Secrets
	var blocked []string
	draft := d.Draft
	draft.Secrets.RefreshToken = secret.Input{Change: secret.Clear}
	err := s.access.View(ctx, func(tx *vault.Tx) (err error) {
		secrets, blocked, err = gather(tx, deploymentID, draft, d.expanded)
		return err
	})
	if err != nil {
		return mailtoken.Config{}, nil, err
	}
	if len(blocked) > 0 {
		wipe(secrets)
		s.recordElsewhere(ctx, deploymentID, actionSignedIn, d.Settings.Host, blocked)
		return mailtoken.Config{}, nil, refusedElsewhere(blocked)
	}
	way, err := s.network.Network(ctx)
	if err != nil {
		wipe(secrets)
		return mailtoken.Config{}, nil, err
	}
	config := d.expanded.Account().TokenConfig(secrets, way)
	if known, _, ok := provider.ForTokenURL(d.expanded.OAuth2.TokenURL); ok {
		config.ExtraAuthParams = known.OAuth2.ExtraAuthParams
	}
	return config, func() { wipe(secrets) }, nil
}

// redirectHost is the loopback host that the provider takes with any port.
func redirectHost(expanded smtp.Settings) string {
	known, _, ok := provider.ForTokenURL(expanded.OAuth2.TokenURL)
	if ok && known.OAuth2.RedirectHost != "" {
		return known.OAuth2.RedirectHost
	}
	return "127.0.0.1"
}

package credential

import (
	"context"
	"slices"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/callback"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/protocol/provider"
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
	ID         string // of the record that owns the stored secrets
	Deployment string // ID, for events
	Settled    *Settled
	// Unresolved are the draft's variables without a value.
	Unresolved []account.Unresolved
	Method     SignInMethod
	Run        string // names the run in events
	// Port of the loopback address; 0 is a free one.
	Port uint16
	// Prompt is told what the person must open, beside the event
	// "signin.prompt"; nil is told nothing.
	Prompt func(event.Prompt)
	// Entry and Bound are those of a [PrepareRequest].
	Entry audit.Entry
	Bound map[string]string
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
func (k *Keeper) SignIn(ctx context.Context, r SignInRequest) (SignedIn, error) {
	epoch := k.tokens.now()
	ctx, end := k.tokens.waiting(ctx)
	defer end()
	if faults := r.faults(); len(faults) > 0 {
		return SignedIn{}, invalid(faults)
	}
	config, wipe, err := k.signInConfig(ctx, r)
	if err != nil {
		return SignedIn{}, err
	}
	defer wipe()
	token, finding := k.askPerson(ctx, r, config)
	if k.tokens.now() != epoch {
		token.Wipe()
		return SignedIn{}, lockedMeanwhile()
	}
	if finding != nil {
		return SignedIn{Finding: finding}, nil
	}
	token.Access.Wipe()
	handle, held := k.tokens.hold(token.Refresh, tokenDestination(r.Settled.Expanded), epoch)
	if !held {
		return SignedIn{}, lockedMeanwhile()
	}
	doubts := mailauth.CheckToken(k.protocol, r.Settled.Expanded.User, token.Info)
	return SignedIn{Handle: handle, Token: &token.Info, Doubts: doubts}, nil
}

func lockedMeanwhile() error {
	return fault.New(fault.Locked, vault.CodeLocked, "the vault was locked before the sign-in ended").
		WithHint("unlock it and sign in again")
}

func (k *Keeper) askPerson(ctx context.Context, r SignInRequest, config mailtoken.Config) (mailtoken.Token, *proof.Finding) {
	prompt := func(p event.Prompt) {
		k.events.Publish(event.Event{Name: "signin.prompt", Deployment: r.Deployment, Run: r.Run, Prompt: &p})
		if r.Prompt != nil {
			r.Prompt(p)
		}
	}
	if r.Method == WithDeviceCode {
		return mailtoken.Device(ctx, config, func(p mailtoken.Prompt) {
			prompt(event.Prompt{Kind: string(r.Method), URL: p.VerificationURI, Code: p.UserCode, ExpiresAt: p.ExpiresAt})
		})
	}
	listen := callback.Options{Host: redirectHost(r.Settled.Expanded), Port: r.Port}
	return mailtoken.Authorize(ctx, config, listen, func(url string) error {
		prompt(event.Prompt{Kind: string(r.Method), URL: url})
		return nil
	})
}

// faults looks at what a sign-in needs: not at host and addresses, which may
// still be missing.
func (r SignInRequest) faults() []fault.Field {
	expanded, faults := r.Settled.Expanded, variableFaults(r.Unresolved)
	need := func(name, value string) {
		if strings.TrimSpace(value) == "" {
			faults = append(faults, fault.Field{Name: name, Message: "is required to sign in"})
		}
	}
	need("oauth2.tokenUrl", expanded.OAuth2.TokenURL)
	need("oauth2.clientId", expanded.OAuth2.ClientID)
	switch r.Method {
	case ThroughBrowser:
		need("oauth2.authUrl", expanded.OAuth2.AuthURL)
	case WithDeviceCode:
		need("oauth2.deviceUrl", expanded.OAuth2.DeviceURL)
	default:
		faults = append(faults, fault.Field{Name: "method", Message: "must be browser or device"})
	}
	for _, f := range endpointFaults(expanded) {
		named := func(known fault.Field) bool { return known.Name == f.Name }
		if !slices.ContainsFunc(faults, named) {
			faults = append(faults, f)
		}
	}
	return faults
}

// endpointFaults are those of the settings of OAuth 2.0, and of the authorities
// that its endpoints are trusted by.
func endpointFaults(expanded account.Settings) []fault.Field {
	c := &account.Checker{}
	c.OAuth2(expanded.OAuth2)
	c.Bounds(account.DefaultTimeoutSeconds, expanded.CAPEM)
	return c.Invalid
}

// variableFaults are the placeholders without a value of what a sign-in needs.
func variableFaults(unresolved []account.Unresolved) []fault.Field {
	var faults []fault.Field
	for _, u := range unresolved {
		if u.Field == "user" || strings.HasPrefix(u.Field, "oauth2.") {
			faults = append(faults, WithoutValue(u))
		}
	}
	return faults
}

// WithoutValue is the fault of a variable that has none.
func WithoutValue(u account.Unresolved) fault.Field {
	return fault.Field{Name: u.Field, Message: "the variable %" + u.Name + "% has no value"}
}

// signInConfig adds the client secret, if it may go to this token endpoint, and
// what the provider wants beside the standard.
func (k *Keeper) signInConfig(ctx context.Context, r SignInRequest) (mailtoken.Config, func(), error) {
	var secrets account.Secrets
	var blocked []string
	settled := *r.Settled
	settled.Inputs.RefreshToken = secret.Input{Change: secret.Clear}
	err := k.access.View(ctx, func(tx *vault.Tx) (err error) {
		secrets, blocked, err = k.Gather(tx, r.ID, &settled)
		return err
	})
	if err != nil {
		return mailtoken.Config{}, nil, err
	}
	if len(blocked) > 0 {
		secrets.Wipe()
		k.recordElsewhere(ctx, r.Entry, blocked, r.Bound)
		return mailtoken.Config{}, nil, refusedElsewhere(blocked)
	}
	way, err := k.network.Network(ctx)
	if err != nil {
		secrets.Wipe()
		return mailtoken.Config{}, nil, err
	}
	config := settled.Expanded.TokenConfig(secrets, way)
	if known, _, ok := provider.ForTokenURL(settled.Expanded.OAuth2.TokenURL); ok {
		config.ExtraAuthParams = known.OAuth2.ExtraAuthParams
	}
	return config, secrets.Wipe, nil
}

// redirectHost is the loopback host that the provider takes with any port.
func redirectHost(expanded account.Settings) string {
	known, _, ok := provider.ForTokenURL(expanded.OAuth2.TokenURL)
	if ok && known.OAuth2.RedirectHost != "" {
		return known.OAuth2.RedirectHost
	}
	return "127.0.0.1"
}

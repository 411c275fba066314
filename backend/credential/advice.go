package credential

import (
	"time"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/provider"
	"patchbay/backend/secret"
)

// Advice is what is known of a draft without asking anyone.
type Advice struct {
	Provider *provider.Provider // of the host; nil when it is not known
	Warnings []provider.Warning // those of today
	Shapes   []Shape
	Commands []provider.Command
}

// Shape is a secret that does not look like what belongs into its field.
type Shape struct {
	Field string
	provider.ShapeWarning
}

// Advise looks at a draft, and at the secrets as they were typed.
func (k *Keeper) Advise(s *Settled, typed account.SecretInputs, now time.Time) Advice {
	var a Advice
	if known, ok := ProviderOf(s.Expanded); ok {
		a.Provider = &known
		a.Warnings = known.CurrentWarnings(now, k.protocol, method(s.Expanded))
		a.Commands = provider.Commands(known, k.commandContext(s.Expanded))
	}
	for _, slot := range slots() {
		input := slot.input(&typed)
		if input.Change != secret.Set || !slot.used(s.Expanded) {
			continue
		}
		context := provider.ShapeContext{Provider: a.Provider, Host: s.Expanded.Host, Field: slot.field, User: s.Expanded.User}
		if warning, found := provider.CheckSecret(context, input.Value); found {
			a.Shapes = append(a.Shapes, Shape{Field: slot.field, ShapeWarning: warning})
		}
	}
	return a
}

// ProviderOf recognises a provider by the host, or by where its tokens come
// from.
func ProviderOf(expanded account.Settings) (provider.Provider, bool) {
	if known, ok := provider.ForHost(expanded.Host); ok {
		return known, true
	}
	if !usesTokens(expanded) {
		return provider.Provider{}, false
	}
	known, _, ok := provider.ForTokenURL(expanded.OAuth2.TokenURL)
	return known, ok
}

func method(s account.Settings) provider.Method {
	switch s.Auth {
	case account.SignInOAuth2:
		return provider.MethodOAuth2
	case account.SignInPassword:
		return provider.MethodPassword
	default:
		return provider.MethodNone
	}
}

func (k *Keeper) commandContext(expanded account.Settings) provider.CommandContext {
	o := expanded.OAuth2
	_, tenant, _ := provider.ForTokenURL(o.TokenURL)
	return provider.CommandContext{
		Tenant: tenant, ClientID: o.ClientID, Mailbox: expanded.User,
		Host: expanded.Host, Protocol: k.protocol, Grant: string(o.DefaultGrant()), Scope: o.Scope,
		RedirectURI: "http://" + redirectHost(expanded) + "/callback",
	}
}

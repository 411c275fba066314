package outgoing

import (
	"time"

	"patchbay/backend/protocol/provider"
	"patchbay/backend/protocol/smtp"
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

func (d *settled) advice(typed smtp.SecretInputs, now time.Time) Advice {
	var a Advice
	if known, ok := providerOf(d.expanded); ok {
		a.Provider = &known
		a.Warnings = known.CurrentWarnings(now, "smtp", method(d.expanded))
		a.Commands = provider.Commands(known, d.commandContext())
	}
	for _, s := range slots() {
		input := s.input(&typed)
		if input.Change != secret.Set || !s.used(d.expanded) {
			continue
		}
		context := provider.ShapeContext{Provider: a.Provider, Host: d.expanded.Host, Field: s.field, User: d.expanded.User}
		if warning, found := provider.CheckSecret(context, input.Value); found {
			a.Shapes = append(a.Shapes, Shape{Field: s.field, ShapeWarning: warning})
		}
	}
	return a
}

// providerOf recognises a provider by the host, or by where its tokens come
// from.
func providerOf(s smtp.Settings) (provider.Provider, bool) {
	if known, ok := provider.ForHost(s.Host); ok {
		return known, true
	}
	if s.Auth != smtp.SignInOAuth2 {
		return provider.Provider{}, false
	}
	known, _, ok := provider.ForTokenURL(s.OAuth2.TokenURL)
	return known, ok
}

func method(s smtp.Settings) provider.Method {
	switch s.Auth {
	case smtp.SignInOAuth2:
		return provider.MethodOAuth2
	case smtp.SignInPassword:
		return provider.MethodPassword
	default:
		return provider.MethodNone
	}
}

func (d *settled) commandContext() provider.CommandContext {
	o := d.expanded.OAuth2
	_, tenant, _ := provider.ForTokenURL(o.TokenURL)
	return provider.CommandContext{
		Tenant: tenant, ClientID: o.ClientID, Mailbox: d.expanded.User,
		Host: d.expanded.Host, Protocol: "smtp", Grant: string(o.DefaultGrant()), Scope: o.Scope,
		RedirectURI: "http://" + redirectHost(d.expanded) + "/callback",
	}
}

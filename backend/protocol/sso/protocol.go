package sso

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/oidc"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
)

// protocol is what each of them can do. path is where its answer comes to.
type protocol struct {
	path  string
	posts bool
	check func(context.Context, signin.Request) proof.Report
	begin func(context.Context, signin.Request, signin.Location) (signin.Attempt, *proof.Report)
	probe func(context.Context, signin.Request) signin.ProbeReport
	read  func(context.Context, signin.Request) signin.Reading // nil: there is nothing to read
}

func protocolOf(t signin.Type) (protocol, bool) {
	switch t {
	case signin.OIDC:
		return protocol{"/callback", false, oidc.Check, oidc.Begin, oidc.Probe, oidc.Read}, true
	case signin.OAuth2:
		return protocol{"/callback", false, oauth.Check, oauth.Begin, oauth.Probe, nil}, true
	case signin.SAML:
		return protocol{"/acs", true, saml.Check, saml.Begin, saml.Probe, saml.Read}, true
	}
	return protocol{}, false
}

// Check proves what can be proved without a sign-in.
func Check(ctx context.Context, r signin.Request) proof.Report {
	p, ok := protocolOf(r.Settings.Type)
	if !ok {
		return refused(r, signin.LevelCheck, noType())
	}
	return p.check(ctx, r)
}

// Probe tries the settings that can be told by trying only.
func Probe(ctx context.Context, r signin.Request) signin.ProbeReport {
	p, ok := protocolOf(r.Settings.Type)
	if !ok {
		f := noType()
		return signin.ProbeReport{Finding: &f}
	}
	return p.probe(ctx, r)
}

// Read fetches the discovery document or the metadata, or reads the metadata
// that the settings hold.
func Read(ctx context.Context, r signin.Request) signin.Reading {
	p, ok := protocolOf(r.Settings.Type)
	switch {
	case !ok:
		return signin.Reading{Report: refused(r, signin.LevelCheck, noType())}
	case p.read == nil:
		return signin.Reading{Report: refused(r, signin.LevelCheck, nothingToRead())}
	}
	return p.read(ctx, r)
}

// refused is the report of a request that no protocol takes.
func refused(r signin.Request, level string, because proof.Finding) proof.Report {
	recorder := proof.NewRecorder(proof.Report{
		Subject: string(r.Settings.Type), Target: r.Settings.Name, Level: level, Host: r.Host, Version: r.Version,
	}, &proof.Redactor{}, r.Observe)
	recorder.Step("settings", func() proof.Outcome { return proof.Fail(because) })
	return recorder.Report()
}

func noType() proof.Finding {
	return proof.Finding{
		Code:   account.CodeSettingsInvalid,
		Cause:  "The type of the provider is not given or not known.",
		Remedy: "Choose one of oidc, oauth2 and saml as the type.",
		Fields: []string{"type"},
	}
}

func nothingToRead() proof.Finding {
	return proof.Finding{
		Code:   account.CodeSettingsInvalid,
		Cause:  "OAuth 2.0 has no document that describes a provider.",
		Remedy: "Enter the authorization, token and user-info URLs from the provider's manual, or choose one of the known providers.",
		Fields: []string{"authUrl", "tokenUrl", "userInfoUrl"},
	}
}

package signin

import (
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// SettingsOutcome is the step settings of a check without a sign-in: what is
// missing or not valid, variables without a value, and what stands against
// sending anything. A check needs no client secret.
func SettingsOutcome(r Request) proof.Outcome { return settingsOutcome(r, nil) }

// SignInOutcome is the step settings of a sign-in: beside what [SettingsOutcome]
// looks at, the secrets have to be there.
func SignInOutcome(r Request) proof.Outcome {
	if r.Blocked != nil {
		return settingsOutcome(r, nil) // they are there, and may not be used
	}
	return settingsOutcome(r, r.Settings.OfType().WithDefaults().MissingSecrets(r.Secrets))
}

func settingsOutcome(r Request, further []fault.Field) proof.Outcome {
	expanded, unresolved := r.Settings.OfType().Expand(r.Lookup)
	c := &account.Checker{Resolved: true}
	expanded.check(c)
	invalid := account.WithoutUnresolved(c.Invalid, unresolved)
	failures := account.SettingsFailures(slices.Concat(c.Missing, further), invalid, unresolved)
	if r.Blocked != nil {
		failures = append(failures, *r.Blocked)
	}
	if len(failures) > 0 {
		return proof.Outcome{Failures: failures}
	}
	return proof.Pass(summary(expanded.WithDefaults()))
}

// summary says in short what the settings come to.
func summary(s Settings) string {
	switch s.Type {
	case OIDC:
		return "OpenID Connect, " + s.Target() + ", client " + s.ClientID
	case OAuth2:
		return "OAuth 2.0, " + s.Target() + ", client " + s.ClientID
	default:
		return "SAML 2.0, " + s.Target() + ", service provider " + s.SPEntityID
	}
}

// MissingSecrets names the secrets that a sign-in with these settings needs and
// that are not there. A public client needs none (RFC 6749 §2.1).
func (s Settings) MissingSecrets(secrets Secrets) []fault.Field {
	if s.Type == SAML {
		return s.missingKeys(secrets)
	}
	if s.ClientAuthWith(secrets) != ClientNone && !secrets.ClientSecret.IsSet() {
		return []fault.Field{field(FieldClientSecret, "is required; a public client has clientAuth none")}
	}
	return nil
}

// missingKeys are those of certificates that are there: a certificate alone
// neither signs nor decrypts.
func (s Settings) missingKeys(secrets Secrets) []fault.Field {
	var missing []fault.Field
	if s.SPCertificatePEM != "" && !secrets.SPKey.IsSet() {
		missing = append(missing, field(FieldSPKey, "is required for the certificate in spCertificatePem"))
	}
	if s.SPNextCertificatePEM != "" && !secrets.SPNextKey.IsSet() {
		missing = append(missing, field(FieldSPNextKey, "is required for the certificate in spNextCertificatePem"))
	}
	return missing
}

func field(name, message string) fault.Field { return fault.Field{Name: name, Message: message} }

package signin

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
)

// Head is the report of a proof at a level that has just begun. Expanded are the
// settings of the request without their variables, and without defaults.
func (r Request) Head(expanded Settings, level string) proof.Report {
	return proof.Report{
		Subject: string(expanded.Type), Target: expanded.WithDefaults().Target(), Level: level,
		ConfigHash: expanded.Hash(), Version: r.Version, Host: proof.Machine(r.Host),
	}
}

// Outcome is the step settings of a proof at a level.
func (r Request) Outcome(level string) proof.Outcome {
	if level == LevelSignIn {
		return SignInOutcome(r)
	}
	return SettingsOutcome(r)
}

// Authorities are those that the settings add. Where they cannot be read, an
// outcome of the step settings that has not failed before fails for it.
func (s Settings) Authorities(o proof.Outcome) (dial.Authorities, proof.Outcome) {
	authorities, err := dial.NewAuthorities(s.CAPEM)
	if err != nil && len(o.Failures) == 0 {
		return dial.Authorities{}, proof.Fail(proof.Finding{
			Code: account.CodeSettingsInvalid, Cause: "The added authorities are no certificates in PEM form.",
			Remedy: "Correct the field that is marked.", Fields: []string{"caPem"},
		})
	}
	return authorities, o
}

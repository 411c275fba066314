package signin

import (
	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Check returns what is wrong with settings that are to be saved.
func (s Settings) Check() []fault.Field { return nil }

// CheckProvable is [Settings.Check] for settings that are to be proved only: a
// name and the production callback URL may be missing.
func (s Settings) CheckProvable() []fault.Field { return nil }

// MissingSecrets names the secrets that a sign-in with settings that have their
// defaults needs and that are not there.
func (s Settings) MissingSecrets(Secrets) []fault.Field { return nil }

// SettingsOutcome is the step settings of a check without a sign-in: what is
// missing or not valid, variables without a value, and what stands against
// sending anything. A check needs no client secret.
func SettingsOutcome(Request) proof.Outcome { return proof.Pass("") }

// SignInOutcome is the step settings of a sign-in: beside what [SettingsOutcome]
// says, the secrets have to be there.
func SignInOutcome(Request) proof.Outcome { return proof.Pass("") }

package handover

import (
	"bytes"
	"fmt"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// The fields of the document that are secrets.
const (
	fieldClientSecret = mailapi.FieldClientSecret
	fieldToken        = mailapi.FieldToken
)

func clientSecretRef(deploymentID string) vault.SecretRef {
	return vault.SecretRef{Kind: KindMailAPI, ID: deploymentID, Field: fieldClientSecret}
}

// gather returns the secrets that a push of a draft may use. bound is false when
// the stored client secret was saved for another target. The caller wipes the
// secrets.
func (d *settled) gather(tx *vault.Tx) (secrets mailapi.Secrets, bound bool, err error) {
	if d.token.Change == secret.Set {
		secrets.Token = d.token.Value.Clone()
	}
	switch {
	case d.settings.TokenURL == "" || d.clientSecret.Change == secret.Clear:
		return secrets, true, nil
	case d.clientSecret.Change == secret.Set:
		secrets.ClientSecret = d.clientSecret.Value.Clone()
		return secrets, true, nil
	}
	secrets.ClientSecret, bound, err = credential.Kept(tx, clientSecretRef(d.deployment), d.settings.Destination())
	return secrets, bound, err
}

// keep carries out what a draft wants done with the client secret of a record
// that exists, and says in words what it is bound to then. One that is of no use
// is removed.
func (d *settled) keep(tx *vault.Tx) (bound string, err error) {
	ref := clientSecretRef(d.deployment)
	switch {
	case d.settings.TokenURL == "" || d.clientSecret.Change == secret.Clear:
		err = tx.DeleteSecret(ref)
	case d.clientSecret.Change == secret.Set:
		bound, err = leadsTo(d.settings), tx.PutSecret(ref, d.settings.Destination(), d.clientSecret.Value)
	default:
		value, ok, reading := credential.Kept(tx, ref, d.settings.Destination())
		if err = reading; err == nil && !ok {
			return "", boundElsewhere()
		}
		if value.IsSet() {
			bound = leadsTo(d.settings)
		}
		value.Wipe()
	}
	if err != nil {
		return "", fmt.Errorf("store the client secret: %w", err)
	}
	return bound, nil
}

// leadsTo says in words where a client secret goes, and what the token that it
// brings is for.
func leadsTo(s mailapi.Settings) string {
	text := s.TokenURL + " as the client " + s.ClientID
	if s.ClientAuth != "" {
		text += " by " + s.ClientAuth
	}
	return text + ", for " + s.URL
}

const boundElsewhereMessage = "must be entered again: URL, token URL, client ID or client authentication have changed since it was saved"

func boundElsewhere() error {
	return fault.New(fault.Invalid, CodeBoundElsewhere, "the stored client secret was saved for another target").
		WithField(fieldClientSecret, boundElsewhereMessage).WithHint("enter it again for the new target")
}

// clientSecretFault is that of a client secret that was typed.
func clientSecretFault(input secret.Input) string {
	value := input.Value.Reveal()
	switch {
	case input.Change != secret.Set:
		return ""
	case len(value) == 0:
		return "is empty; clear it instead"
	case bytes.ContainsAny(value, "\r\n\x00"):
		return "must not contain line breaks or NUL"
	case secret.IsMask(string(value)):
		return "is a mask, not the secret itself"
	}
	return ""
}

// tokenFault is that of a token that was pasted; what no header can carry is for
// mailapi to say.
func tokenFault(input secret.Input) string {
	value := input.Value.Reveal()
	switch {
	case input.Change != secret.Set:
		return ""
	case len(value) == 0:
		return "is empty"
	case secret.IsMask(string(value)):
		return "is a mask, not the token itself"
	}
	return ""
}

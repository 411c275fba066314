package apiclient

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func ref(id string) vault.SecretRef { return vault.SecretRef{Kind: Kind, ID: id, Field: fieldSecret} }

// destination identifies where the secret of trimmed settings goes: to the local
// API, or to the target's token endpoint as well.
func (s Settings) destination() string {
	if s.TokenURL == "" {
		return account.Join(Kind, s.ClientID)
	}
	return account.Join(Kind, s.ClientID, s.TokenURL, s.ClientAuth)
}

// leadsTo says the same in words.
func (s Settings) leadsTo() string {
	if s.TokenURL == "" {
		return "the local API as the client " + s.ClientID
	}
	return s.TokenURL + " as the client " + s.ClientID + " (" + s.ClientAuth + ")"
}

// hash is that of the configuration that a proof is one of, without the secret.
// It does not hold the address of the local API, which changes.
func (s Settings) hash() string {
	doc, err := json.Marshal([]string{s.TokenURL, s.ClientID, s.ClientAuth, s.scope(), s.CAPEM})
	if err != nil {
		return "" // texts have a JSON form
	}
	sum := sha256.Sum256(doc)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// scope is the list of scopes as a request has it (RFC 6749 §3.3).
func (s Settings) scope() string { return strings.Join(s.Scopes, " ") }

// open reads the secret of a stored client; it is not set where none is stored.
func open(tx *vault.Tx, id string, r record) (secret.Text, error) {
	value, err := tx.Secret(ref(id), r.settings().destination())
	return value, vault.Optional(err)
}

// keep carries out what a draft wants done with the secret of a record that
// exists. One that is to be kept although it was saved for elsewhere is refused.
func keep(tx *vault.Tx, id string, s Settings, input secret.Input) error {
	if input.Change == secret.Set {
		return tx.PutSecret(ref(id), s.destination(), input.Value)
	}
	value, bound, err := credential.Kept(tx, ref(id), s.destination())
	defer value.Wipe()
	switch {
	case err != nil:
		return err
	case !bound:
		return elsewhere()
	case !value.IsSet():
		return invalid([]fault.Field{{Name: fieldSecret, Message: "is required: enter one, or have one generated"}})
	}
	return nil
}

func elsewhere() *fault.Fault {
	return fault.New(fault.Invalid, CodeBoundElsewhere, "the stored secret was saved for another destination").
		WithField(fieldSecret, "must be entered again: client ID, token URL or the way in which the client proves itself have changed since it was saved").
		WithHint("enter the secret again, or have a new one generated")
}

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the API client is not valid").WithFields(faults...)
}

// proved is the secret that a proof was made with. No password is among them.
type proved struct{ value secret.Text }

// Values lists the secrets for their mark.
func (p proved) Values() []secret.Text { return []secret.Text{{}, p.value} }

package evidence

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

// mark recognises secrets without keeping them. The salt is random for each
// proof, and both lie in a sealed record. A password stands alone, as it did
// before there were others.
type mark struct {
	Salt []byte `json:"salt,omitempty"`
	Mark []byte `json:"mark,omitempty"`
}

// markOf is empty without secrets: a proof that stopped before one was needed
// has none.
func markOf(secrets account.Secrets) mark {
	if !secrets.Any() {
		return mark{}
	}
	salt := make([]byte, sha256.Size)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	return mark{Salt: salt, Mark: sum(salt, secrets)}
}

func sum(salt []byte, secrets account.Secrets) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write(secrets.Password.Reveal())
	for _, further := range []secret.Text{secrets.ClientSecret, secrets.RefreshToken} {
		if further.IsSet() {
			mac.Write([]byte{0})
			mac.Write(further.Reveal())
		}
	}
	return mac.Sum(nil)
}

// of reports whether the proof was one with these secrets.
func (m mark) of(secrets account.Secrets) bool {
	if !secrets.Any() || m.Mark == nil {
		return m.Mark == nil
	}
	return hmac.Equal(m.Mark, sum(m.Salt, secrets))
}

package evidence

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
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
func markOf(secrets Secrets) mark {
	if !anySet(secrets) {
		return mark{}
	}
	salt := make([]byte, sha256.Size)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	return mark{Salt: salt, Mark: sum(salt, secrets)}
}

func sum(salt []byte, secrets Secrets) []byte {
	mac := hmac.New(sha256.New, salt)
	for i, value := range secrets.Values() {
		if i == 0 {
			mac.Write(value.Reveal())
		} else if value.IsSet() {
			mac.Write([]byte{0})
			mac.Write(value.Reveal())
		}
	}
	return mac.Sum(nil)
}

// of reports whether the proof was one with these secrets.
func (m mark) of(secrets Secrets) bool {
	if !anySet(secrets) || m.Mark == nil {
		return m.Mark == nil
	}
	return hmac.Equal(m.Mark, sum(m.Salt, secrets))
}

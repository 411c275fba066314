package smtp

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Hash identifies the configuration without its secrets: "sha256:" and the
// hash of the document with its defaults. Enabled and the end of the
// client secret are left out, because no proof depends on them. [Prove] reports the hash of the expanded settings.
func (s Settings) Hash() string {
	s = s.WithDefaults()
	s.Enabled, s.OAuth2.ClientSecretExpires = nil, ""
	doc, err := json.Marshal(s.Document(SecretViews{}))
	if err != nil { // a struct of strings, numbers and booleans always marshals
		return ""
	}
	sum := sha256.Sum256(doc)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Destination identifies where a password of expanded settings would go:
// "smtp|host|port|security|user", with defaults, the host in lower-case ASCII.
// A stored secret is used only for the destination it was saved with.
func (s Settings) Destination() string {
	return s.WithDefaults().Account().Destination("smtp")
}

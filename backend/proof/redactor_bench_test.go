package proof_test

import (
	"testing"

	"patchbay/backend/proof"
)

// BenchmarkProtect is what a proof by password costs before it connects.
func BenchmarkProtect(b *testing.B) {
	password, response := []byte("correct horse battery staple"), []byte("\x00ada@example.com\x00correct horse battery staple")
	for b.Loop() {
		r := &proof.Redactor{}
		r.Protect(password)
		r.Protect(response)
	}
}

// BenchmarkRedact is what lines as a server sends them cost.
func BenchmarkRedact(b *testing.B) {
	for name, line := range map[string]string{
		"short":    "250 ok",
		"greeting": "* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=LOGIN] Dovecot ready.",
		"folder":   `* LIST (\HasNoChildren \Sent) "/" "Sent Messages"`,
		"refusal":  "535 5.7.8 Error: authentication failed: see https://example.com/help?code=5.7.8&lang=en+US",
	} {
		b.Run(name, func(b *testing.B) {
			r := redactor("correct horse battery staple", "\x00ada@example.com\x00correct horse battery staple")
			b.ReportAllocs()
			for b.Loop() {
				r.Redact(line)
			}
		})
	}
}

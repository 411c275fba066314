package oidc_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// fault is something wrong with a sign-in, and the steps that find it.
type fault struct {
	name  string
	edit  func(e *evil, r *signin.Request)
	found map[string]string
	words string // of a finding
}

func hs256(key []byte) func(*evil, string) string {
	return func(_ *evil, signed string) string {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(signed))
		return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}
}

func (e *evil) publicPEM() []byte {
	der, err := x509.MarshalPKIXPublicKey(e.key.Public())
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

func claim(name string, value any) func(*evil, *signin.Request) {
	return func(e *evil, _ *signin.Request) {
		e.claims = func(c map[string]any) {
			if c[name] = value; value == nil {
				delete(c, name)
			}
		}
	}
}

func in(d time.Duration) int64 { return time.Now().Add(d).Unix() }

// TestFaultsOfASignIn: each is found by its check and by no other, the list goes
// on behind it, and nothing that is secret is told.
func TestFaultsOfASignIn(t *testing.T) {
	t.Parallel()
	for group, faults := range map[string][]fault{"answer": answerFaults(), "token": tokenFaults(), "person": personFaults()} {
		for _, tt := range faults {
			t.Run(group+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				e := newEvil(t)
				r := e.request(e.settings())
				tt.edit(e, &r)
				report := e.signIn(t, r)
				if diff := cmp.Diff(tt.found, verdicts(report)); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(everything(), names(report)); diff != "" {
					t.Error(diff)
				}
				wantWords(t, report, tt)
				noSecrets(t, report)
				plainWords(t, report)
			})
		}
	}
}

func wantWords(t *testing.T, report proof.Report, tt fault) {
	t.Helper()
	for id := range tt.found {
		if f := step(t, report, id).Finding; f != nil && !strings.Contains(f.Cause+" "+f.Remedy, tt.words) {
			t.Errorf("%s: %q is not in %q %q", id, tt.words, f.Cause, f.Remedy)
		}
	}
}

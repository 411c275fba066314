package idpd

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"sync"
	"time"
)

// pair signs; the certificate is how SAML metadata writes the key.
type pair struct {
	key         *rsa.PrivateKey
	certificate *x509.Certificate
}

// keys are made when they are first needed: who rehearses mail alone does not
// wait for them.
type keys struct {
	own     func() (pair, error)
	expired func() (pair, error) // the own key, in a certificate that has ended
	foreign func() (pair, error) // nobody was told of it
	weak    func() (pair, error) // RSA of 1024 bits
}

const (
	strong = 2048
	weak   = 1024

	day = 24 * time.Hour
	// signingValidity is long enough not to be reported as ending soon.
	signingValidity = 365 * day
)

func newKeys(now time.Time) *keys {
	from, until := now.Add(-30*day), now.Add(signingValidity)
	own := sync.OnceValues(func() (pair, error) { return newPair(strong, from, until) })
	return &keys{
		own:     own,
		foreign: sync.OnceValues(func() (pair, error) { return newPair(strong, from, until) }),
		weak:    sync.OnceValues(func() (pair, error) { return newPair(weak, from, until) }),
		expired: sync.OnceValues(func() (pair, error) {
			p, err := own()
			if err != nil {
				return pair{}, err
			}
			return certify(p.key, from, now.Add(-day))
		}),
	}
}

func newPair(bits int, from, until time.Time) (pair, error) {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return pair{}, fmt.Errorf("make a rehearsal signing key: %w", err)
	}
	return certify(key, from, until)
}

// certify lets a key sign its own certificate, as providers of SAML do.
func certify(key *rsa.PrivateKey, from, until time.Time) (pair, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(until.Unix()),
		Subject:      pkix.Name{CommonName: "Patchbay rehearsal provider"},
		NotBefore:    from, NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return pair{}, fmt.Errorf("make a rehearsal signing certificate: %w", err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return pair{}, fmt.Errorf("read a rehearsal signing certificate: %w", err)
	}
	return pair{key, certificate}, nil
}

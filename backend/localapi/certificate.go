package localapi

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"

	"patchbay/backend/secret"
)

const (
	authorityYears = 2
	// leafLife is so long that a client that looks ahead a month, as a proof of
	// ours does, never sees a certificate near its end.
	leafLife = 60 * 24 * time.Hour
	// clockSkew is by how much a client's clock may be behind.
	clockSkew = time.Hour
	// localName is the name of this machine to itself, and the only one under
	// which there are others (RFC 6761 §6.3).
	localName = "localhost"
)

// newAuthority makes an authority and its key, which the caller wipes. Its
// critical name constraints (RFC 5280 §4.2.1.10) let it vouch for this machine
// alone: whoever trusts it trusts it with nothing else.
func newAuthority(vaultID string, now time.Time) (Authority, secret.Text, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Authority{}, secret.Text{}, fmt.Errorf("make the key of the local API's authority: %w", err)
	}
	defer wipe(key)
	template := &x509.Certificate{
		Subject:                     pkix.Name{CommonName: authorityName(vaultID)},
		NotBefore:                   now.Add(-clockSkew).UTC(),
		NotAfter:                    now.AddDate(authorityYears, 0, 0).UTC(),
		IsCA:                        true,
		BasicConstraintsValid:       true,
		MaxPathLen:                  0,
		MaxPathLenZero:              true,
		KeyUsage:                    x509.KeyUsageCertSign,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{localName}, // and what is below it
		PermittedIPRanges: []*net.IPNet{
			{IP: net.IPv4(127, 0, 0, 1).To4(), Mask: net.CIDRMask(32, 32)},
			{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
		},
	}
	der, err := sign(template, template, key.Public(), key)
	if err != nil {
		return Authority{}, secret.Text{}, err
	}
	made, err := parseAuthority(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	if err != nil {
		return Authority{}, secret.Text{}, err
	}
	raw, err := key.Bytes()
	if err != nil {
		return Authority{}, secret.Text{}, fmt.Errorf("write the key of the local API's authority: %w", err)
	}
	return made, secret.New(raw), nil
}

// authorityName is at most 64 characters (RFC 5280 appendix A.1).
func authorityName(vaultID string) string {
	const longest = 64
	name := "Patchbay local API"
	if vaultID != "" {
		name += " of vault " + vaultID
	}
	return name[:min(len(name), longest)]
}

// newLeaf signs a certificate for the public half of a key that belongs to the
// process. The authority's key is wiped before it returns.
func newLeaf(authority Authority, raw secret.Text, key crypto.Signer, names []string, now time.Time) (tls.Certificate, error) {
	signer, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw.Reveal())
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("read the key of the local API's authority: %w", err)
	}
	defer wipe(signer)
	template := &x509.Certificate{
		// The names stand below: a common name could not hold a long one.
		Subject:               pkix.Name{CommonName: "Patchbay local API"},
		NotBefore:             now.Add(-clockSkew).UTC(),
		NotAfter:              now.Add(leafLife).UTC(),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, err := sign(template, authority.Certificate, key.Public(), signer)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("read a certificate of the local API: %w", err)
	}
	// The authority goes along: whoever does not know it yet is to be offered what
	// outlives the leaf.
	return tls.Certificate{Certificate: [][]byte{der, authority.Certificate.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

func sign(template, parent *x509.Certificate, public crypto.PublicKey, signer crypto.Signer) ([]byte, error) {
	const serialBits = 127 // positive, and at most 20 octets (RFC 5280 §4.1.2.2)
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), serialBits))
	if err != nil {
		return nil, fmt.Errorf("make a serial number: %w", err)
	}
	template.SerialNumber = serial
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		return nil, fmt.Errorf("sign a certificate of the local API: %w", err)
	}
	return der, nil
}

// wipe overwrites the number that is the key. What the standard library keeps
// to sign faster is freed with the key, and is out of reach.
func wipe(key *ecdsa.PrivateKey) {
	//lint:ignore SA1019 there is no other way to the memory that is to be overwritten
	clear(key.D.Bits())
}

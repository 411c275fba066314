package idp

import (
	"context"
	"crypto/x509"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/sso"
)

// maxSigners bounds the certificates that are noted of metadata.
const maxSigners = 20

// signers are the certificates that a SAML provider signs with, as its metadata
// had them at an address. Hash is that of the settings it was asked with.
type signers struct {
	Hash string   `json:"hash"`
	List []signer `json:"list"`
}

// signer is one certificate and its end.
type signer struct {
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

// signers are those of the settings, else those that the newest check of the
// same settings found.
func (s stateRecord) signers(expanded signin.Settings, hash string) []signer {
	if expanded.Type != signin.SAML {
		return nil
	}
	certificates, _ := saml.SigningCertificates(expanded) // what cannot be read was found by the proof
	if len(certificates) == 0 && s.Signers != nil && s.Signers.Hash == hash {
		return s.Signers.List
	}
	return signersOf(certificates)
}

func signersOf(certificates []*x509.Certificate) []signer {
	var list []signer
	for _, c := range certificates[:min(len(certificates), maxSigners)] {
		list = append(list, signer{Name: nameOf(c), At: c.NotAfter.UTC()})
	}
	return list
}

// signersAt reads the certificates in metadata at an address that a check has
// just held good: the settings do not have them, and they are to be watched all
// the same. It is nil where there is nothing to read.
func signersAt(ctx context.Context, r signin.Request, checked proof.Report) *signers {
	expanded, _ := r.Settings.WithDefaults().Expand(r.Lookup)
	switch known, _ := saml.SigningCertificates(expanded); {
	case expanded.Type != signin.SAML, expanded.MetadataURL == "", len(known) > 0, checked.Verdict == proof.Failed:
		return nil
	}
	r.Secrets, r.Observe = signin.Secrets{}, nil
	for _, e := range sso.Read(ctx, r).Entities {
		if e.EntityID == expanded.IDPEntityID || expanded.IDPEntityID == "" {
			return &signers{Hash: expanded.Hash(), List: signersOf(e.Certificates)}
		}
	}
	return nil
}

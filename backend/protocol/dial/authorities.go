package dial

import "crypto/x509"

// Authorities are who may vouch for a server: those added by the operator, and
// the system's.
type Authorities struct {
	pem   string
	added []*x509.Certificate
}

// NewAuthorities adds those of a PEM text to the system's: certificates and
// nothing else but comments between them. "" adds none. What is wrong with it is
// [ErrPEM], [ErrPEMKey] or [ErrPEMForeign].
func NewAuthorities(caPEM string) (Authorities, error) {
	added, err := parsePEM(caPEM)
	return Authorities{pem: caPEM, added: added}, err
}

// verify builds a chain from the leaf. The added authorities are tried by
// themselves first: reading the system's takes longer than all the rest of a
// proof on a quick network.
func (a Authorities) verify(leaf *x509.Certificate, options x509.VerifyOptions) error {
	if len(a.added) > 0 {
		options.Roots = x509.NewCertPool()
		a.addTo(options.Roots)
		if _, err := leaf.Verify(options); err == nil {
			return nil
		}
	}
	system, err := x509.SystemCertPool()
	if err != nil { // a machine without any
		system = x509.NewCertPool()
	}
	a.addTo(system)
	options.Roots = system
	_, err = leaf.Verify(options)
	return err
}

func (a Authorities) addTo(pool *x509.CertPool) {
	for _, certificate := range a.added {
		pool.AddCert(certificate)
	}
}

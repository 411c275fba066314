package peers

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// SAMLOptions describe a SAML 2.0 identity provider.
type SAMLOptions struct {
	// SignAssertion and SignResponse say what is signed.
	SignAssertion bool `json:"signAssertion"`
	SignResponse  bool `json:"signResponse"`
	// EncryptFor is the certificate of the service provider, in PEM form, that
	// assertions are encrypted for; "" encrypts none.
	EncryptFor string `json:"encryptFor,omitempty"`
	// Encryption is the algorithm of the content; "" is AES-256-GCM.
	Encryption string `json:"encryption,omitempty"`
	// Requests is the certificate, in PEM form, that requests must be signed for;
	// "" takes any.
	Requests string `json:"requests,omitempty"`
	// NameIDFormat of assertions; "" is unspecified.
	NameIDFormat string `json:"nameIdFormat,omitempty"`
	// Audience of assertions; "" is who asked.
	Audience string `json:"audience,omitempty"`
	// Lifetime of assertions; 0 is five minutes.
	Lifetime time.Duration `json:"-"`
	// Error is what everybody is answered, nil signs people in.
	Error *SAMLError `json:"error,omitempty"`
	// People who can sign in; nil is Ada Lovelace, ada@example.com.
	People []SAMLPerson `json:"people"`
}

// SAMLError is a status that is no success (SAML Core §3.2.2).
type SAMLError struct {
	Code        string `json:"code"`
	Description string `json:"description"`
}

// SAMLPerson can sign in.
type SAMLPerson struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Email  string   `json:"email,omitempty"`
	Groups []string `json:"groups,omitempty"`
}

// SAMLProvider is a running provider: npm's samlp, which large services are
// built on. It speaks HTTP, and takes everyone's word for who they are.
type SAMLProvider struct {
	address  string
	settings string // file, removed by Close
	process  *process
}

// StartSAMLProvider starts the provider and returns when it takes connections.
func StartSAMLProvider(o SAMLOptions) (*SAMLProvider, error) {
	node, script, err := findNode("saml", "samlp")
	if err != nil {
		return nil, err
	}
	var errs []error
	for range startAttempts {
		p, err := startSAML(node, script, o)
		if err == nil {
			return p, nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("start the SAML provider: %w", errors.Join(errs...))
}

// findNode looks for Node, and for a provider as build/peers.sh installs it.
func findNode(folder, library string) (node, script string, err error) {
	if node, err = exec.LookPath("node"); err != nil {
		return "", "", fmt.Errorf("%w: %w", ErrMissing, err)
	}
	root, err := os.Getwd()
	if err != nil {
		return "", "", err
	}
	for {
		installed := filepath.Join(root, "build", "peers", folder)
		if _, err := os.Stat(filepath.Join(installed, "node_modules", library)); err == nil {
			return node, filepath.Join(installed, "provider.js"), nil
		}
		above := filepath.Dir(root)
		if above == root {
			return "", "", fmt.Errorf("%w: build/peers.sh installs %s", ErrMissing, library)
		}
		root = above
	}
}

func startSAML(node, script string, o SAMLOptions) (*SAMLProvider, error) {
	free, err := freeAddresses(1)
	if err != nil {
		return nil, err
	}
	p := &SAMLProvider{address: free[0]}
	if err := p.run(node, script, o); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *SAMLProvider) run(node, script string, o SAMLOptions) error {
	if o.People == nil {
		o.People = []SAMLPerson{{ID: "ada", Name: "Ada Lovelace", Email: "ada@example.com"}}
	}
	certificate, key, err := signingPair()
	if err != nil {
		return err
	}
	settings, err := json.Marshal(struct {
		SAMLOptions
		Address     string `json:"address"`
		Certificate string `json:"certificate"`
		Key         string `json:"key"`
		Lifetime    int    `json:"lifetime"`
	}{o, p.address, certificate, key, int(o.Lifetime.Seconds())})
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "patchbay-peer-*.json")
	if err != nil {
		return err
	}
	p.settings = file.Name()
	_, err = file.Write(settings)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if p.process, err = start(node, script, p.settings); err != nil {
		return err
	}
	return p.process.listening([]string{p.address})
}

// signingPair makes a certificate that signs itself, and its key, in PEM form.
func signingPair() (certificate, key string, err error) {
	const bits = 2048
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return "", "", err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a SAML provider for tests"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		return "", "", err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", "", err
	}
	certificate = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return certificate, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})), nil
}

// EntityID is the provider's name for itself, and where its metadata lies.
func (p *SAMLProvider) EntityID() string { return "http://" + p.address + "/metadata" }

// MetadataURL is where the provider's metadata lies.
func (p *SAMLProvider) MetadataURL() string { return p.EntityID() }

// SSOURL is where requests go, by either binding.
func (p *SAMLProvider) SSOURL() string { return "http://" + p.address + "/sso" }

// Log is what the provider has logged.
func (p *SAMLProvider) Log() *Log { return p.process.log }

// Close stops the provider.
func (p *SAMLProvider) Close() error {
	var err error
	if p.process != nil {
		err = p.process.stop()
	}
	if p.settings != "" {
		err = errors.Join(err, os.Remove(p.settings))
	}
	return err
}

package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/workbench"
)

// authorityDocument is the certificate that whoever calls the local API has to
// trust. It is not secret.
type authorityDocument struct {
	Subject     string    `json:"subject"`
	NotAfter    time.Time `json:"notAfter"`
	Fingerprint string    `json:"fingerprint"` // SHA-256 of the DER form, lower-case hex
	PEM         string    `json:"pem"`
	File        string    `json:"file,omitempty"` // where it was written
}

func authorityDocumentOf(a localapi.Authority) authorityDocument {
	sum := sha256.Sum256(a.Certificate.Raw)
	return authorityDocument{
		Subject: a.Certificate.Subject.String(), NotAfter: a.Certificate.NotAfter.UTC(),
		Fingerprint: hex.EncodeToString(sum[:]), PEM: a.PEM,
	}
}

func apiCACommand() command {
	var out string
	return command{
		name:  "api ca",
		short: "print the certificate of the local API's authority",
		long: "Whoever calls the local API trusts this one, and nothing else by it: it can vouch for this machine's own " +
			"names only. It is made when there is none, and anew within 60 days of its end.",
		examples: []string{"patchbay api ca > patchbay-ca.pem", "patchbay api ca --out patchbay-ca.pem --json"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&out, "out", "", "`FILE` to write it to; one that holds certificates is replaced, and no other")
		},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				authority, err := bench.LocalAPI.Authority(c.ctx)
				if err != nil {
					return err
				}
				document := authorityDocumentOf(authority)
				if out == "" {
					return c.out.result(document, func(p *printer) { p.lines(document.PEM) })
				}
				if document.File, err = writeAuthority(out, document.PEM); err != nil {
					return err
				}
				return c.out.result(document, func(p *printer) {
					p.line("The authority is written to %s.", document.File)
					p.line("Valid until %s, SHA-256 %s", document.NotAfter.Format("2006-01-02"), document.Fingerprint)
				})
			})
		},
	}
}

// writeAuthority writes the certificate to a file, and returns its absolute
// path. Everybody may read it.
func writeAuthority(file, certificate string) (path string, err error) {
	if path, err = filepath.Abs(file); err != nil {
		return "", err
	}
	if err := holdsCertificates(path); err != nil {
		return "", err
	}
	if err := os.WriteFile(path, []byte(certificate), 0o644); err != nil { //nolint:gosec // it is public
		return "", unwritable(path, err)
	}
	return path, nil
}

// holdsCertificates refuses a file that is there and holds anything else: it is
// probably not meant.
func holdsCertificates(path string) error {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return unwritable(path, err)
	}
	defer func() { _ = file.Close() }() // it was only read
	content, err := readBounded(file, maxFile)
	if err != nil && !errors.As(err, new(tooLargeError)) {
		return unwritable(path, err)
	}
	for len(bytes.TrimSpace(content)) > 0 {
		block, rest := pem.Decode(content)
		if block == nil || block.Type != "CERTIFICATE" {
			break
		}
		content = rest
	}
	if err == nil && len(bytes.TrimSpace(content)) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, CodeFileExists, "there is a file "+path+", and it holds something else than certificates").
		WithHint("name another file, or remove that one first")
}

package idpd

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// spDescription is what the server reads of a service provider's metadata (SAML
// Metadata §2.4.4).
type spDescription struct {
	XMLName  xml.Name `xml:"urn:oasis:names:tc:SAML:2.0:metadata EntityDescriptor"`
	EntityID string   `xml:"entityID,attr"`
	Keys     []struct {
		Use         string `xml:"use,attr"`
		Certificate string `xml:"http://www.w3.org/2000/09/xmldsig# KeyInfo>X509Data>X509Certificate"`
	} `xml:"urn:oasis:names:tc:SAML:2.0:metadata SPSSODescriptor>KeyDescriptor"`
}

// Register reads the metadata of a service provider. Where they hold a key for
// encryption, assertions to that service provider are encrypted from now on.
func (s *Server) Register(metadata []byte) error {
	var sp spDescription
	if err := xml.Unmarshal(metadata, &sp); err != nil {
		return fmt.Errorf("read the metadata of a service provider: %w", err)
	}
	for _, key := range sp.Keys {
		if key.Use == "signing" {
			continue
		}
		public, err := rsaKeyOf(key.Certificate)
		if err != nil {
			return fmt.Errorf("read the encryption key of %s: %w", sp.EntityID, err)
		}
		s.recipients.keep(sp.EntityID, public)
		return nil
	}
	return nil
}

// register takes metadata from the server's own page.
func (s *Server) register(x *exchange) {
	if origin := x.r.Header.Get("Origin"); origin != "" && origin != "https://"+x.r.Host {
		x.refuse(refusal{http.StatusForbidden, "cross_origin", "Another web page tried to register a service provider."})
		return
	}
	if err := s.Register([]byte(x.form("metadata"))); err != nil {
		x.refuse(refusal{http.StatusBadRequest, "metadata_invalid", err.Error()})
		return
	}
	x.notice("The service provider is registered.")
}

func rsaKeyOf(certificate string) (*rsa.PublicKey, error) {
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(certificate), ""))
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	public, ok := parsed.PublicKey.(*rsa.PublicKey)
	if !ok {
		return nil, errors.New("it is not an RSA key")
	}
	return public, nil
}

// recipient is whom an assertion is encrypted to; nil is nobody.
func (s *Server) recipient(acted behaviour, serviceProvider string) (*rsa.PublicKey, error) {
	if acted.encryptsToOther {
		other, err := s.keys.foreign()
		if err != nil {
			return nil, err
		}
		return &other.key.PublicKey, nil
	}
	public, _ := s.recipients.find(serviceProvider)
	return public, nil
}

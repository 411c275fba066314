package idpd

import (
	"encoding/base64"
	"time"

	"github.com/beevik/etree"
)

// metadata is what a fault can change of the provider's description.
type metadata struct {
	now, validUntil time.Time
}

// metadataValidity is long enough not to be reported as ending soon.
const metadataValidity = 180 * day

// samlMetadata describes the provider (SAML Metadata §2.4.3).
func (s *Server) samlMetadata(x *exchange) {
	how := x.acted.signer
	if how == signedByOther {
		how = signedWell // nobody is told of the other key
	}
	p, err := s.signer(how)
	if err != nil {
		x.broken(err)
		return
	}
	now := s.options.Now()
	m := metadata{now, now.Add(metadataValidity)}
	if x.acted.metadata != nil {
		x.acted.metadata(&m)
	}
	root := s.describe(m, base64.StdEncoding.EncodeToString(p.certificate.Raw))
	body, err := etree.NewDocumentWithRoot(root).WriteToBytes()
	if err != nil {
		x.broken(err)
		return
	}
	x.w.Header().Set("Content-Type", "application/samlmetadata+xml")
	_, _ = x.w.Write(body)
}

func (s *Server) describe(m metadata, certificate string) *etree.Element {
	root := etree.NewElement("md:EntityDescriptor")
	put(
		root, "xmlns:md", "urn:oasis:names:tc:SAML:2.0:metadata", "xmlns:ds", "http://www.w3.org/2000/09/xmldsig#",
		"entityID", s.SAMLMetadataURL(), "validUntil", stamp(m.validUntil),
	)
	idp := add(root, "md:IDPSSODescriptor", "", "WantAuthnRequestsSigned", "false", "protocolSupportEnumeration", nsProtocol)
	key := add(idp, "md:KeyDescriptor", "", "use", "signing")
	add(key.CreateElement("ds:KeyInfo").CreateElement("ds:X509Data"), "ds:X509Certificate", certificate)
	for _, format := range []string{nameIDPersistent, nameIDEmail, nameIDTransient} {
		add(idp, "md:NameIDFormat", format)
	}
	for _, binding := range []string{"HTTP-Redirect", "HTTP-POST"} {
		add(
			idp, "md:SingleSignOnService", "",
			"Binding", "urn:oasis:names:tc:SAML:2.0:bindings:"+binding, "Location", s.Issuer()+pathSSO,
		)
	}
	return root
}

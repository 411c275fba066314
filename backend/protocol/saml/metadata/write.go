package metadata

import (
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strconv"

	"github.com/beevik/etree"

	"patchbay/backend/protocol/saml/xmltree"
)

// ErrCharacter is returned for text that XML cannot hold, such as a control
// character.
var ErrCharacter = errors.New("a value of the metadata holds a character that XML does not allow")

// SP is the service provider as it presents itself.
type SP struct {
	EntityID string
	// ACS is the assertion consumer service of production, ProofACS that of a
	// test sign-in on this machine. Either may be "", not both.
	ACS, ProofACS string
	NameIDFormat  string // "" names none
	SignsRequests bool
	WantsSigned   bool // assertions
	// Certificate is of the key that signs and decrypts, NextCertificate of the one
	// that will take its place. Nil without.
	Certificate, NextCertificate *x509.Certificate
}

// Write returns the metadata. It has no end: a provider that saw one would turn
// the service off on that day. The order of the elements is the schema's.
func (sp SP) Write() ([]byte, error) {
	for _, text := range []string{sp.EntityID, sp.ACS, sp.ProofACS, sp.NameIDFormat} {
		if !xmltree.IsText(text) {
			return nil, ErrCharacter
		}
	}
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	root := doc.CreateElement("md:EntityDescriptor")
	root.CreateAttr("xmlns:md", namespaceMD)
	root.CreateAttr("entityID", sp.EntityID)
	role := root.CreateElement("md:SPSSODescriptor")
	role.CreateAttr("AuthnRequestsSigned", strconv.FormatBool(sp.SignsRequests))
	role.CreateAttr("WantAssertionsSigned", strconv.FormatBool(sp.WantsSigned))
	role.CreateAttr("protocolSupportEnumeration", protocol)
	sp.writeKeys(role)
	if sp.NameIDFormat != "" {
		role.CreateElement("md:NameIDFormat").SetText(sp.NameIDFormat)
	}
	sp.writeServices(role)
	doc.Indent(2)
	return doc.WriteToBytes()
}

// writeKeys offers both keys for signatures during a rollover, so that the
// provider trusts the next one before it is used, and only the present one for
// encryption.
func (sp SP) writeKeys(role *etree.Element) {
	for _, certificate := range []*x509.Certificate{sp.Certificate, sp.NextCertificate} {
		if certificate != nil {
			writeKey(role, "signing", certificate)
		}
	}
	if sp.Certificate == nil {
		return
	}
	key := writeKey(role, "encryption", sp.Certificate)
	for _, algorithm := range []string{
		"http://www.w3.org/2009/xmlenc11#aes256-gcm", "http://www.w3.org/2009/xmlenc11#aes128-gcm",
		"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
	} {
		key.CreateElement("md:EncryptionMethod").CreateAttr("Algorithm", algorithm)
	}
}

func writeKey(role *etree.Element, use string, certificate *x509.Certificate) *etree.Element {
	key := role.CreateElement("md:KeyDescriptor")
	key.CreateAttr("use", use)
	info := key.CreateElement("ds:KeyInfo")
	info.CreateAttr("xmlns:ds", namespaceSig)
	encoded := base64.StdEncoding.EncodeToString(certificate.Raw)
	info.CreateElement("ds:X509Data").CreateElement("ds:X509Certificate").SetText(encoded)
	return key
}

// writeServices puts production first and makes it the default, so that a
// provider that asks nobody sends people there.
func (sp SP) writeServices(role *etree.Element) {
	index := 0
	for _, location := range []string{sp.ACS, sp.ProofACS} {
		if location == "" || index > 0 && location == sp.ACS {
			continue
		}
		service := role.CreateElement("md:AssertionConsumerService")
		service.CreateAttr("Binding", BindingPost)
		service.CreateAttr("Location", location)
		service.CreateAttr("index", strconv.Itoa(index))
		if index == 0 {
			service.CreateAttr("isDefault", "true")
		}
		index++
	}
}

package response_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"encoding/base64"

	"github.com/beevik/etree"
)

// seal encrypts an element with AES-256-GCM and RSA-OAEP. Prefixes that are
// declared around it are not declared inside.
func seal(el *etree.Element, key *rsa.PublicKey, name string) *etree.Element {
	plain, err := etree.NewDocumentWithRoot(el.Copy()).WriteToBytes()
	if err != nil {
		panic(err)
	}
	return sealText(plain, key, name)
}

func sealText(plain []byte, key *rsa.PublicKey, name string) *etree.Element {
	contentKey := make([]byte, 32)
	_, _ = rand.Read(contentKey)
	block, err := aes.NewCipher(contentKey)
	if err != nil {
		panic(err)
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	wrapped, err := rsa.EncryptOAEP(sha1.New(), rand.Reader, key, contentKey, nil)
	if err != nil {
		panic(err)
	}
	const text = `<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">` +
		`<xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>` +
		`<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>` +
		`<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/><xenc:CipherData><xenc:CipherValue/></xenc:CipherData>` +
		`</xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>`
	sealed := etree.NewElement("saml:" + name)
	sealed.CreateAttr("xmlns:saml", "urn:oasis:names:tc:SAML:2.0:assertion")
	for _, child := range fragments(text) {
		sealed.AddChild(child)
	}
	const value = "/CipherData/CipherValue"
	sealed.FindElement("./EncryptedData/KeyInfo/EncryptedKey" + value).SetText(base64.StdEncoding.EncodeToString(wrapped))
	sealed.FindElement("./EncryptedData" + value).SetText(base64.StdEncoding.EncodeToString(gcm.Seal(nil, nil, plain, nil)))
	return sealed
}

// encrypt puts an EncryptedAssertion in the place of the assertion.
func (c *crafted) encrypt(key *rsa.PublicKey) *crafted {
	return c.replace("Assertion", seal(c.assertion(), key, "EncryptedAssertion"))
}

func (c *crafted) replace(path string, by *etree.Element) *crafted {
	el := c.at(path)
	parent, at := el.Parent(), el.Index()
	parent.RemoveChildAt(at)
	parent.InsertChildAt(at, by)
	return c
}

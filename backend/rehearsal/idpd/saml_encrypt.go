package idpd

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"encoding/base64"
	"fmt"

	"github.com/beevik/etree"
)

// Namespaces and algorithms of XML Encryption 1.1, those that large providers
// take when nothing else is agreed on.
const (
	nsEncryption = "http://www.w3.org/2001/04/xmlenc#"
	nsSignature  = "http://www.w3.org/2000/09/xmldsig#"
	encryptedXML = nsEncryption + "Element"
	aes256GCM    = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
	rsaOAEP      = nsEncryption + "rsa-oaep-mgf1p"
	digestSHA1   = nsSignature + "sha1"
)

// encrypt hides an assertion from all but the owner of a key (SAML Core §2.3.4).
func encrypt(assertion *etree.Element, to *rsa.PublicKey) (*etree.Element, error) {
	plain, err := etree.NewDocumentWithRoot(assertion).WriteToBytes()
	if err != nil {
		return nil, fmt.Errorf("write an assertion: %w", err)
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it never fails
	hidden, err := sealGCM(key, plain)
	if err != nil {
		return nil, fmt.Errorf("encrypt an assertion: %w", err)
	}
	wrapped, err := rsa.EncryptOAEP(sha1.New(), rand.Reader, to, key, nil)
	if err != nil {
		return nil, fmt.Errorf("encrypt the key of an assertion: %w", err)
	}
	e := etree.NewElement("saml:EncryptedAssertion")
	put(e, "xmlns:saml", nsAssertion)
	data := add(e, "xenc:EncryptedData", "", "xmlns:xenc", nsEncryption, "xmlns:ds", nsSignature, "Type", encryptedXML)
	add(data, "xenc:EncryptionMethod", "", "Algorithm", aes256GCM)
	encryptedKey := data.CreateElement("ds:KeyInfo").CreateElement("xenc:EncryptedKey")
	method := add(encryptedKey, "xenc:EncryptionMethod", "", "Algorithm", rsaOAEP)
	add(method, "ds:DigestMethod", "", "Algorithm", digestSHA1)
	addCipher(encryptedKey, wrapped)
	addCipher(data, hidden)
	return e, nil
}

// sealGCM writes the nonce before what it encrypts (XML Encryption 1.1 §5.2.4).
func sealGCM(key, plain []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return gcm.Seal(nil, nil, plain, nil), nil
}

func addCipher(parent *etree.Element, value []byte) {
	add(parent.CreateElement("xenc:CipherData"), "xenc:CipherValue", base64.StdEncoding.EncodeToString(value))
}

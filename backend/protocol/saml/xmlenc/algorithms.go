package xmlenc

import (
	"crypto"
	"crypto/x509"
	"strings"

	_ "crypto/sha1"   // the digest and mask of OAEP where none is named
	_ "crypto/sha256" // digests that may be named
	_ "crypto/sha512"
)

// Namespaces of XML Encryption and of XML Signature.
const (
	namespace    = "http://www.w3.org/2001/04/xmlenc#"
	namespace11  = "http://www.w3.org/2009/xmlenc11#"
	namespaceSig = "http://www.w3.org/2000/09/xmldsig#"
)

// Key transport (XML Encryption 1.1 §5.5).
const (
	transportOAEP   = namespace + "rsa-oaep-mgf1p" // MGF1 with SHA-1
	transportOAEP11 = namespace11 + "rsa-oaep"     // MGF1 with any digest
	transportV15    = namespace + "rsa-1_5"
)

// Algorithms says how an element was encrypted, by the URIs that it names.
type Algorithms struct {
	Content   string // of the content, such as "http://www.w3.org/2009/xmlenc11#aes256-gcm"
	Transport string // of the key
	Digest    string // of RSA-OAEP; "" is SHA-1
	Mask      string // mask generation of RSA-OAEP; "" is MGF1 with SHA-1
	// Key is the place of the key that opened it among those that were given.
	Key int
	// Recipients are the certificates for which the message says that it was
	// encrypted. It is the sender's word, and most senders say nothing.
	Recipients []*x509.Certificate
}

// String names the two algorithms shortly: "aes256-gcm, rsa-oaep-mgf1p".
func (a Algorithms) String() string { return short(a.Content) + ", " + short(a.Transport) }

// Weaknesses says in a few words each what is weak about the algorithms, nil
// when nothing is.
func (a Algorithms) Weaknesses() []string {
	var weak []string
	if strings.HasSuffix(a.Content, "-cbc") {
		weak = append(weak, "AES in CBC mode does not notice changed cipher text")
	}
	if a.Transport == transportV15 {
		weak = append(weak, "RSA PKCS #1 v1.5 lets a patient attacker recover the key")
	}
	return weak
}

func short(uri string) string {
	if at := strings.LastIndexByte(uri, '#'); at >= 0 {
		return uri[at+1:]
	}
	return uri
}

// content is an algorithm of the content (XML Encryption 1.1 §5.2).
type content struct {
	keySize int // bytes
	open    func(key, sealed []byte) ([]byte, error)
}

func contentOf(uri string) (content, bool) {
	switch uri {
	case namespace + "aes128-cbc":
		return content{16, openCBC}, true
	case namespace + "aes192-cbc":
		return content{24, openCBC}, true
	case namespace + "aes256-cbc":
		return content{32, openCBC}, true
	case namespace11 + "aes128-gcm":
		return content{16, openGCM}, true
	case namespace11 + "aes192-gcm":
		return content{24, openGCM}, true
	case namespace11 + "aes256-gcm":
		return content{32, openGCM}, true
	}
	return content{}, false
}

// digestOf returns the digest of RSA-OAEP (XML Encryption 1.1 §5.5.2).
func digestOf(uri string) (crypto.Hash, bool) {
	switch uri {
	case "", namespaceSig + "sha1":
		return crypto.SHA1, true
	case "http://www.w3.org/2001/04/xmldsig-more#sha224":
		return crypto.SHA224, true
	case namespace + "sha256":
		return crypto.SHA256, true
	case "http://www.w3.org/2001/04/xmldsig-more#sha384":
		return crypto.SHA384, true
	case namespace + "sha512":
		return crypto.SHA512, true
	}
	return 0, false
}

// maskOf returns the digest of the mask generation MGF1.
func maskOf(uri string) (crypto.Hash, bool) {
	switch uri {
	case "", namespace11 + "mgf1sha1":
		return crypto.SHA1, true
	case namespace11 + "mgf1sha224":
		return crypto.SHA224, true
	case namespace11 + "mgf1sha256":
		return crypto.SHA256, true
	case namespace11 + "mgf1sha384":
		return crypto.SHA384, true
	case namespace11 + "mgf1sha512":
		return crypto.SHA512, true
	}
	return 0, false
}

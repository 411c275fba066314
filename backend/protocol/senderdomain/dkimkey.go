package senderdomain

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strings"
)

// maxKeyRecord bounds a DKIM key record, in bytes. One with an RSA key of 8192
// bits has some 1500.
const maxKeyRecord = 8 << 10

// Errors of a DKIM key record, worded to follow "the key record".
var (
	errKeyLong     = errors.New("is longer than any key")
	errKeyTag      = errors.New("is no list of tags such as k=rsa")
	errKeyTwice    = errors.New("names a tag twice")
	errKeyVersion  = errors.New("is of another version than DKIM1")
	errKeyNone     = errors.New("holds no public key (p=)")
	errKeyRevoked  = errors.New("says that the key is revoked (an empty p=)")
	errKeyType     = errors.New("names a type of key that is neither rsa nor ed25519")
	errKeyBase64   = errors.New("holds a public key that is not valid base64")
	errKeyEncoding = errors.New("holds a public key that cannot be read")
	errKeyService  = errors.New("is not meant for mail (s=)")
)

// dkimKey is what a key record says: RFC 6376 §3.6.1, RFC 8463 §4.
type dkimKey struct {
	kind    string // "rsa" or "ed25519"
	bits    int    // of an RSA modulus
	testing bool   // t=y: receivers treat the mail as unsigned
}

// parseKey reads a key record.
func parseKey(record string) (dkimKey, error) {
	tags, err := parseTags(record)
	if err != nil {
		return dkimKey{}, err
	}
	if version, given := tags["v"]; given && version != "DKIM1" {
		return dkimKey{}, errKeyVersion
	}
	if services, given := tags["s"]; given && !listHas(services, "*") && !listHas(services, "email") {
		return dkimKey{}, errKeyService
	}
	encoded, given := tags["p"]
	switch {
	case !given:
		return dkimKey{}, errKeyNone
	case encoded == "":
		return dkimKey{}, errKeyRevoked
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
	if err != nil {
		return dkimKey{}, errKeyBase64
	}
	key, err := readKey(tags["k"], der)
	key.testing = listHas(tags["t"], "y")
	return key, err
}

// readKey decodes by the type of the key; "" is rsa.
func readKey(kind string, der []byte) (dkimKey, error) {
	switch kind {
	case "", "rsa":
		public, err := readRSA(der)
		if err != nil {
			return dkimKey{}, errKeyEncoding
		}
		return dkimKey{kind: "rsa", bits: public.N.BitLen()}, nil
	case "ed25519":
		const size = 32 // RFC 8463 §4: the bare key
		if len(der) != size {
			return dkimKey{}, errKeyEncoding
		}
		return dkimKey{kind: "ed25519"}, nil
	default:
		return dkimKey{}, errKeyType
	}
}

// readRSA takes both structures in use: RFC 6376 §3.6.1 says RSAPublicKey, and
// its erratum 3017 and everybody's tools say SubjectPublicKeyInfo.
func readRSA(der []byte) (*rsa.PublicKey, error) {
	public, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return x509.ParsePKCS1PublicKey(der)
	}
	key, ok := public.(*rsa.PublicKey)
	if !ok {
		return nil, errKeyType
	}
	return key, nil
}

// parseTags reads a tag list: RFC 6376 §3.2. Names and values lose the space
// around them, and a name counts once.
func parseTags(record string) (map[string]string, error) {
	if len(record) > maxKeyRecord {
		return nil, errKeyLong
	}
	tags := map[string]string{}
	for part := range strings.SplitSeq(record, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, value, found := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		if !found || name == "" {
			return nil, errKeyTag
		}
		if _, twice := tags[name]; twice {
			return nil, errKeyTwice
		}
		tags[name] = strings.TrimSpace(value)
	}
	if len(tags) == 0 {
		return nil, errKeyTag
	}
	return tags, nil
}

// listHas looks for a word in a list with colons.
func listHas(list, word string) bool {
	for item := range strings.SplitSeq(list, ":") {
		if strings.TrimSpace(item) == word {
			return true
		}
	}
	return false
}

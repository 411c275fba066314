package xmlenc

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"unicode/utf8"

	"github.com/beevik/etree"
)

// Bounds of what is tried: two keys during a rollover, and a wrapped key for
// each of a handful of recipients.
const (
	maxKeys    = 4
	maxWrapped = 8
)

// Decrypt opens an EncryptedAssertion, EncryptedID or EncryptedAttribute of
// SAML, or an EncryptedData by itself, with whichever of the keys fits, and
// returns the XML inside. What it returns has been encrypted for us and nothing
// more: only a signature says who made it.
//
// Used tells of the algorithms as far as they could be read, even beside an
// error: [ErrMalformed], [ErrAlgorithm], [ErrNoKey] or [ErrDecrypt].
func Decrypt(encrypted *etree.Element, keys []*rsa.PrivateKey) (plain []byte, used Algorithms, err error) {
	parts, err := read(encrypted)
	if err != nil {
		return nil, parts.algorithms(), err
	}
	used = parts.algorithms()
	inner, ok := contentOf(parts.content)
	if !ok {
		return nil, used, fmt.Errorf("%w: %q", ErrAlgorithm, parts.content)
	}
	if len(keys) == 0 {
		return nil, used, ErrNoKey
	}
	known := false
	for _, w := range parts.keys[:min(len(parts.keys), maxWrapped)] {
		unwrap, ok := w.unwrapper()
		if !ok {
			continue
		}
		known = true
		for i, key := range keys[:min(len(keys), maxKeys)] {
			if plain, ok := attempt(unwrap, key, inner, parts.sealed); ok {
				return plain, w.name(used, i), nil
			}
		}
	}
	if !known {
		return nil, used, fmt.Errorf("%w: %q", ErrAlgorithm, used.Transport)
	}
	return nil, used, ErrDecrypt
}

// attempt opens the content with the key that one private key unwraps.
func attempt(unwrap unwrapper, key *rsa.PrivateKey, inner content, sealed []byte) ([]byte, bool) {
	if key == nil {
		return nil, false
	}
	contentKey, err := unwrap(key, inner.keySize)
	if err != nil || len(contentKey) != inner.keySize {
		return nil, false
	}
	defer clear(contentKey)
	plain, err := inner.open(contentKey, sealed)
	return plain, err == nil && isElement(plain)
}

// isElement reports whether the content can be the XML of an element. One key of
// sixteen that does not fit still leaves good padding in CBC mode.
func isElement(plain []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(plain), []byte{'<'}) && utf8.Valid(plain)
}

// unwrapper recovers a key of size bytes.
type unwrapper func(key *rsa.PrivateKey, size int) ([]byte, error)

// unwrapper returns what the algorithm of a wrapped key asks for; false when it
// is not known.
func (w wrapped) unwrapper() (unwrapper, bool) {
	switch w.transport {
	case transportV15:
		return func(key *rsa.PrivateKey, size int) ([]byte, error) {
			// A key that does not fit is replaced by a random one, in the same time
			// (RFC 8017 §7.2.2).
			contentKey := make([]byte, size)
			if _, err := rand.Read(contentKey); err != nil {
				return nil, err
			}
			//lint:ignore SA1019 old providers send nothing better, and the check list says so
			err := rsa.DecryptPKCS1v15SessionKey(nil, key, w.sealed, contentKey)
			return contentKey, err
		}, true
	case transportOAEP, transportOAEP11:
		return w.oaep()
	}
	return nil, false
}

// oaep is RSA-OAEP (XML Encryption 1.1 §5.5.2). The older of its two names has
// SHA-1 for its mask whatever the digest is.
func (w wrapped) oaep() (unwrapper, bool) {
	digest, ok := digestOf(w.digest)
	if !ok {
		return nil, false
	}
	mask, ok := maskOf("")
	if w.transport == transportOAEP11 {
		mask, ok = maskOf(w.mask)
	}
	if !ok {
		return nil, false
	}
	options := &rsa.OAEPOptions{Hash: digest, MGFHash: mask, Label: w.label}
	return func(key *rsa.PrivateKey, _ int) ([]byte, error) {
		return key.Decrypt(nil, w.sealed, options)
	}, true
}

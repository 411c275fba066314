// Package seal is the vault's cryptography, without files: keys and what is
// derived from them, sealed records and secrets, the vault key wrapped for an
// operator, and the recovery key's spelling.
//
// Everything is sealed with XChaCha20-Poly1305: its random nonces of 192 bits
// stay safe when a backup is restored or a machine is cloned, where a counter
// would be rewound. Associated data binds each box to its place, so a box that
// is moved, replayed or taken from another vault does not open.
package seal

import (
	"crypto/rand"
	"encoding/binary"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"
)

// Sizes in bytes.
const (
	KeySize  = chacha20poly1305.KeySize
	Overhead = chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead
)

// ErrOpen says that a box does not open: other key, other associated data, or
// changed bytes. Which of them cannot be told.
var ErrOpen = errors.New("seal: the box does not open")

// Key is a symmetric key that can be wiped. It is always handled by pointer, so
// that no copy stays behind.
type Key [KeySize]byte

// NewKey returns a random key.
func NewKey() *Key {
	var k Key
	_, _ = rand.Read(k[:]) // never fails since Go 1.24
	return &k
}

// KeyFrom copies b, which must hold KeySize bytes.
func KeyFrom(b []byte) (*Key, error) {
	if len(b) != KeySize {
		return nil, ErrOpen
	}
	var k Key
	copy(k[:], b)
	return &k, nil
}

// Wipe overwrites the key with zeros. A nil key is fine.
func (k *Key) Wipe() {
	if k != nil {
		clear(k[:])
	}
}

// Seal returns a random nonce followed by the sealed plaintext.
func (k *Key) Seal(plaintext, ad []byte) []byte {
	return k.AppendSeal(make([]byte, 0, len(plaintext)+Overhead), plaintext, ad)
}

// AppendSeal is [Key.Seal], appended to dst.
func (k *Key) AppendSeal(dst, plaintext, ad []byte) []byte {
	var nonce [chacha20poly1305.NonceSizeX]byte
	_, _ = rand.Read(nonce[:]) // never fails since Go 1.24
	return k.sealWith(append(dst, nonce[:]...), nonce[:], plaintext, ad)
}

// Open opens what Seal returned for the same associated data.
func (k *Key) Open(box, ad []byte) ([]byte, error) { return k.open(nil, box, ad) }

// OpenInPlace is [Key.Open] for boxes so large that a copy counts: the plaintext
// is written over the box, whether it opens or not.
func (k *Key) OpenInPlace(box, ad []byte) ([]byte, error) {
	if len(box) < Overhead {
		return nil, ErrOpen
	}
	return k.open(box[chacha20poly1305.NonceSizeX:chacha20poly1305.NonceSizeX], box, ad)
}

// open appends the plaintext to dst.
func (k *Key) open(dst, box, ad []byte) ([]byte, error) {
	if len(box) < Overhead {
		return nil, ErrOpen
	}
	return k.openWith(dst, box[:chacha20poly1305.NonceSizeX], box[chacha20poly1305.NonceSizeX:], ad)
}

// Bind joins fields into associated data. Each is preceded by its length, so no
// two different lists give the same bytes.
func Bind(fields ...[]byte) []byte {
	size := 0
	for _, f := range fields {
		size += 4 + len(f)
	}
	return AppendBind(make([]byte, 0, size), fields...)
}

// AppendBind is [Bind], appended to dst.
func AppendBind(dst []byte, fields ...[]byte) []byte {
	for _, f := range fields {
		dst = binary.BigEndian.AppendUint32(dst, uint32(len(f)))
		dst = append(dst, f...)
	}
	return dst
}

// Number is a number as a field of [Bind].
func Number(n uint64) []byte {
	b := make([]byte, 8) // not grown from nil: this one stays on the caller's stack
	binary.BigEndian.PutUint64(b, n)
	return b
}

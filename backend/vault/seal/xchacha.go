package seal

import (
	"crypto/cipher"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
)

// subcipher is what XChaCha20-Poly1305 is made of (draft-irtf-cfrg-xchacha-03
// §2.3): ChaCha20-Poly1305 under a subkey for the first 16 bytes of the nonce,
// with the other 8 as its own nonce.
//
// The library has this as one AEAD, which however keeps a copy of the key that
// no one can wipe. A subkey opens only what was sealed with its nonce.
func (k *Key) subcipher(nonce []byte) (cipher.AEAD, [chacha20poly1305.NonceSize]byte) {
	subkey, err := chacha20.HChaCha20(k[:], nonce[:16])
	if err != nil {
		panic(err) // only for keys and nonces of the wrong length, which the types exclude
	}
	defer clear(subkey)
	aead, err := chacha20poly1305.New(subkey)
	if err != nil {
		panic(err) // only for a key of the wrong length
	}
	var short [chacha20poly1305.NonceSize]byte
	copy(short[4:], nonce[16:chacha20poly1305.NonceSizeX])
	return aead, short
}

// sealWith appends the sealed plaintext to dst. The nonce has 24 bytes.
func (k *Key) sealWith(dst, nonce, plaintext, ad []byte) []byte {
	aead, short := k.subcipher(nonce)
	return aead.Seal(dst, short[:], plaintext, ad)
}

// openWith appends the plaintext to dst.
func (k *Key) openWith(dst, nonce, sealed, ad []byte) ([]byte, error) {
	aead, short := k.subcipher(nonce)
	plaintext, err := aead.Open(dst, short[:], sealed, ad)
	if err != nil {
		return nil, ErrOpen
	}
	return plaintext, nil
}

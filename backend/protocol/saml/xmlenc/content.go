package xmlenc

import (
	"crypto/aes"
	"crypto/cipher"
)

// openGCM opens a nonce of 12 bytes, the cipher text and a tag of 16 (XML
// Encryption 1.1 §5.2.4).
func openGCM(key, sealed []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	if len(sealed) < gcm.NonceSize()+gcm.Overhead() {
		return nil, ErrDecrypt
	}
	return gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], nil)
}

// openCBC opens a vector of one block and at least one block of cipher text,
// whose last byte counts the padding (XML Encryption 1.1 §5.2.1, §5.2.2). The
// other bytes of the padding may be anything.
func openCBC(key, sealed []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	size := block.BlockSize()
	if len(sealed) < 2*size || len(sealed)%size != 0 {
		return nil, ErrDecrypt
	}
	plain := make([]byte, len(sealed)-size)
	cipher.NewCBCDecrypter(block, sealed[:size]).CryptBlocks(plain, sealed[size:])
	padding := int(plain[len(plain)-1])
	if padding == 0 || padding > size {
		return nil, ErrDecrypt
	}
	return plain[:len(plain)-padding], nil
}

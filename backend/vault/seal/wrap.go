package seal

import "crypto/hpke"

// The vault key is sealed to operators with HPKE (RFC 9180) under X-Wing, the
// hybrid of ML-KEM-768 and X25519: the public keys and the sealed vault keys
// lie in the header in clear, where a copy taken today would otherwise wait for
// a quantum computer and open without any password.
func kem() hpke.KEM { return hpke.MLKEM768X25519() }

// KeyPair is an operator's or the recovery key's HPKE key pair, serialised.
type KeyPair struct {
	Private []byte // wiped by Wipe
	Public  []byte
}

// Wipe overwrites the private key with zeros.
func (p *KeyPair) Wipe() { clear(p.Private) }

// NewKeyPair makes a random key pair.
func NewKeyPair() (*KeyPair, error) {
	private, err := kem().GenerateKey()
	if err != nil {
		return nil, err
	}
	return keyPair(private)
}

// deriveKeyPair makes the key pair that belongs to secret input (RFC 9180
// §7.1.3).
func deriveKeyPair(input []byte) (*KeyPair, error) {
	private, err := kem().DeriveKeyPair(input)
	if err != nil {
		return nil, err
	}
	return keyPair(private)
}

func keyPair(private hpke.PrivateKey) (*KeyPair, error) {
	b, err := private.Bytes()
	if err != nil {
		return nil, err
	}
	return &KeyPair{Private: b, Public: private.PublicKey().Bytes()}, nil
}

// WrapInfo binds a wrapped vault key to its vault, generation and slot.
func WrapInfo(id VaultID, generation uint64, slot string) []byte {
	return Bind([]byte("patchbay vault 1 wrap"), id[:], Number(generation), []byte(slot))
}

// Wrap seals the vault key to a public key.
func Wrap(public []byte, vaultKey *Key, info []byte) ([]byte, error) {
	key, err := kem().NewPublicKey(public)
	if err != nil {
		return nil, err
	}
	return hpke.Seal(key, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info, vaultKey[:])
}

// Unwrap opens what Wrap sealed. Any failure is [ErrOpen].
func Unwrap(private, wrapped, info []byte) (*Key, error) {
	key, err := kem().NewPrivateKey(private)
	if err != nil {
		return nil, ErrOpen
	}
	b, err := hpke.Open(key, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info, wrapped)
	if err != nil {
		return nil, ErrOpen
	}
	defer clear(b)
	return KeyFrom(b)
}

package seal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base32"
	"errors"
)

// The recovery key is 256 random bits, so it needs no Argon2id. It is written
// as 14 groups of 4 letters and digits of Crockford's base 32, which has no I,
// L, O and U to misread; the last 24 bits are a checksum.
const (
	recoverySize     = 32
	recoveryChecksum = 3
	recoveryGroup    = 4
)

// ErrMalformedRecoveryKey says that a text is no recovery key: it was mistyped
// or is incomplete.
var ErrMalformedRecoveryKey = errors.New("seal: malformed recovery key")

func crockford() *base32.Encoding {
	return base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)
}

// NewRecoveryKey makes a random recovery key.
func NewRecoveryKey() *Key { return NewKey() }

// FormatRecoveryKey spells a recovery key in groups joined by hyphens.
func FormatRecoveryKey(key *Key) []byte {
	raw := append(key[:recoverySize:recoverySize], recoverySum(key)...)
	defer clear(raw)
	text := make([]byte, crockford().EncodedLen(len(raw)))
	defer clear(text)
	crockford().Encode(text, raw)
	var out []byte
	for i := 0; i < len(text); i += recoveryGroup {
		if i > 0 {
			out = append(out, '-')
		}
		out = append(out, text[i:i+recoveryGroup]...)
	}
	return out
}

// ParseRecoveryKey reads what a person typed: in either case, with or without
// hyphens and spaces, and with the letters that look like digits.
func ParseRecoveryKey(text []byte) (*Key, error) {
	plain := bytes.Map(func(r rune) rune {
		switch r {
		case '-', ' ', '\t', '\r', '\n':
			return -1
		case 'o', 'O':
			return '0'
		case 'i', 'I', 'l', 'L':
			return '1'
		}
		return r
	}, bytes.ToUpper(text))
	defer clear(plain)
	if len(plain) != crockford().EncodedLen(recoverySize+recoveryChecksum) {
		return nil, ErrMalformedRecoveryKey
	}
	raw := make([]byte, recoverySize+recoveryChecksum)
	defer clear(raw)
	if _, err := crockford().Decode(raw, plain); err != nil {
		return nil, ErrMalformedRecoveryKey
	}
	key, err := KeyFrom(raw[:recoverySize])
	if err != nil || !bytes.Equal(recoverySum(key), raw[recoverySize:]) {
		key.Wipe()
		return nil, ErrMalformedRecoveryKey
	}
	return key, nil
}

// RecoveryPair is the key pair that belongs to a recovery key of one vault.
func RecoveryPair(key *Key, id VaultID) (*KeyPair, error) {
	input, err := hkdf.Key(sha256.New, key[:], id[:], "patchbay vault 1 recovery", sha256.Size)
	if err != nil {
		return nil, err
	}
	defer clear(input)
	return deriveKeyPair(input)
}

func recoverySum(key *Key) []byte {
	sum := sha256.Sum256(append([]byte("patchbay recovery key"), key[:]...))
	return sum[:recoveryChecksum]
}

package sealedfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"filippo.io/age"
	"filippo.io/age/armor"

	"patchbay/backend/secret"
)

// The first bytes of a file in the binary and in the text form of the format.
const (
	intro      = "age-encryption.org/v1\n"
	introArmor = armor.Header
)

// maxWorkFactor is the highest cost that is computed for a file that somebody
// made: 2^20 blocks of scrypt are 1 GiB and some seconds.
const maxWorkFactor = 20

// Is reports whether a content looks sealed, by its first bytes.
func Is(content []byte) bool {
	return bytes.HasPrefix(content, []byte(intro)) || isArmored(content)
}

func isArmored(content []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(content, " \t\r\n"), []byte(introArmor))
}

// Open decrypts what [Seal], or any other program of the format, has sealed
// under a passphrase. The caller wipes what it returns. The faults are
// [CodeNotSealed], [CodeTooLarge], [CodeWrongPassphrase], [CodeOtherKey],
// [CodeTooCostly] and [CodeDamaged].
func Open(sealed []byte, passphrase secret.Text) ([]byte, error) {
	switch {
	case len(sealed) > 2*MaxSize: // the text form is longer by a third
		return nil, tooLarge()
	case !Is(sealed):
		return nil, notSealed()
	case !passphrase.IsSet():
		return nil, passphraseNeeded()
	}
	identity, err := age.NewScryptIdentity(string(passphrase.Reveal()))
	if err != nil {
		return nil, fmt.Errorf("prepare the passphrase: %w", err)
	}
	identity.SetMaxWorkFactor(maxWorkFactor)
	plain, err := read(sealed, bounded{identity})
	if err != nil {
		clear(plain)
		return nil, explain(err)
	}
	return plain, nil
}

// read returns what could be decrypted, also with an error: it is to be wiped.
func read(sealed []byte, identity age.Identity) ([]byte, error) {
	var source io.Reader = bytes.NewReader(sealed)
	if isArmored(sealed) {
		source = armor.NewReader(bufio.NewReader(source))
	}
	r, err := age.Decrypt(source, identity)
	if err != nil {
		return nil, err
	}
	var plain bytes.Buffer
	// It is shorter than what it was sealed to. With room for it, growing leaves
	// no copies of it behind in memory.
	plain.Grow(min(len(sealed), MaxSize) + bytes.MinRead)
	_, err = plain.ReadFrom(io.LimitReader(r, MaxSize+1))
	if err == nil && plain.Len() > MaxSize {
		err = errTooLarge
	}
	return plain.Bytes(), err
}

// bounded is a passphrase that refuses a file before it costs anything.
type bounded struct{ passphrase *age.ScryptIdentity }

var (
	errOtherKey  = errors.New("it is sealed for a key")
	errTooCostly = errors.New("it asks for more work than is done for a file")
	errTooLarge  = errors.New("it holds too much")
)

// Unwrap implements [age.Identity].
func (b bounded) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, s := range stanzas {
		if s.Type != "scrypt" {
			return nil, errOtherKey
		}
		if len(s.Args) != 2 {
			continue // which the format refuses
		}
		if n, err := strconv.Atoi(s.Args[1]); err == nil && n > maxWorkFactor {
			return nil, errTooCostly
		}
	}
	return b.passphrase.Unwrap(stanzas)
}

func explain(err error) error {
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.Is(err, errOtherKey):
		return otherKey()
	case errors.Is(err, errTooCostly):
		return tooCostly()
	case errors.Is(err, errTooLarge):
		return tooLarge()
	case errors.As(err, &wrong):
		return wrongPassphrase()
	default:
		return damaged(err)
	}
}

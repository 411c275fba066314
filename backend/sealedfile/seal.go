package sealedfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"filippo.io/age"
	"filippo.io/age/armor"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// MaxSize bounds what is sealed and what is opened, in bytes.
const MaxSize = 64 << 20

// LeastPassphrase is how many characters a passphrase has at least. Whoever gets
// hold of the file may guess for years.
const LeastPassphrase = 12

// workFactor is the cost of one guess: 2^18 blocks of scrypt, 256 MiB and about
// a second.
const workFactor = 18

// Seal encrypts plain, which may be MaxSize bytes, under a passphrase. The result
// is text (age's armor), so that it survives every way that files are carried. The
// caller wipes plain. What it refuses are the faults [CodeWeakPassphrase], with
// the field "passphrase", and [CodeTooLarge].
func Seal(plain []byte, passphrase secret.Text) ([]byte, error) {
	if err := CheckPassphrase(passphrase); err != nil {
		return nil, err
	}
	if len(plain) > MaxSize {
		return nil, tooLarge()
	}
	recipient, err := age.NewScryptRecipient(string(passphrase.Reveal()))
	if err != nil {
		return nil, fmt.Errorf("prepare the passphrase: %w", err)
	}
	recipient.SetWorkFactor(workFactor)
	var sealed bytes.Buffer
	if err := write(&sealed, plain, recipient); err != nil {
		return nil, fmt.Errorf("seal a file: %w", err)
	}
	return sealed.Bytes(), nil
}

func write(to io.Writer, plain []byte, recipient age.Recipient) error {
	text := armor.NewWriter(to)
	w, err := age.Encrypt(text, recipient)
	if err != nil {
		return err
	}
	_, err = w.Write(plain)
	return errors.Join(err, w.Close(), text.Close())
}

// CheckPassphrase says whether a passphrase is fit to seal with: what is not is
// the fault [CodeWeakPassphrase] with the field "passphrase".
func CheckPassphrase(passphrase secret.Text) error {
	given := passphrase.Reveal()
	message := ""
	switch {
	case len(given) == 0:
		message = "is required"
	case !utf8.Valid(given):
		message = "is not UTF-8 text"
	case utf8.RuneCount(given) < LeastPassphrase:
		message = fmt.Sprintf("must have at least %d characters", LeastPassphrase)
	default:
		return nil
	}
	return fault.New(fault.Invalid, CodeWeakPassphrase, "the passphrase "+message).
		WithField("passphrase", message).
		WithHint("choose several words that nobody can guess: they are all that protects the file")
}

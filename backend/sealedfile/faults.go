package sealedfile

import (
	"fmt"

	"patchbay/backend/fault"
)

// Fault codes of this package.
const (
	CodeWeakPassphrase  = "sealed.passphrase_weak"
	CodeWrongPassphrase = "sealed.wrong_passphrase"
	CodeNotSealed       = "sealed.not_sealed"
	CodeDamaged         = "sealed.damaged"
	CodeOtherKey        = "sealed.other_key"
	CodeTooCostly       = "sealed.too_costly"
	CodeTooLarge        = "sealed.too_large"
)

func passphraseNeeded() error {
	return fault.New(fault.Denied, CodeWrongPassphrase, "the file is sealed, and no passphrase is given").
		WithField("passphrase", "is required").
		WithHint("give the passphrase that the file was sealed under")
}

// wrongPassphrase cannot tell a wrong passphrase from a file whose sealed key is
// damaged: nobody can, which is what the format wants.
func wrongPassphrase() error {
	return fault.New(fault.Denied, CodeWrongPassphrase, "the passphrase does not open the file").
		WithField("passphrase", "does not open the file").
		WithHint("enter the passphrase that the file was sealed under; capitals and spaces count")
}

func notSealed() error {
	return fault.New(fault.Invalid, CodeNotSealed, "this is not a sealed file").
		WithHint("choose a file that was exported sealed, or one in the age format that was encrypted under a passphrase")
}

func damaged(err error) error {
	return fault.New(fault.Invalid, CodeDamaged, "the sealed file is damaged or not complete").
		WithHint("fetch it again from where it was written; nothing of a damaged file is used").WithCause(err)
}

func otherKey() error {
	return fault.New(fault.Invalid, CodeOtherKey, "the file is sealed for a key and not under a passphrase").
		WithHint("have it sealed under a passphrase, or decrypt it where the key is")
}

func tooCostly() error {
	return fault.New(fault.Invalid, CodeTooCostly, "opening the file would cost more than 1 GiB of memory").
		WithHint("have it sealed again with a lower work factor (20 at most)")
}

func tooLarge() error {
	return fault.New(fault.Invalid, CodeTooLarge, fmt.Sprintf("the content is larger than %d MiB", MaxSize>>20)).
		WithHint("split it into several files")
}

package xmlenc

import "errors"

// Errors of [Decrypt]. Those of the form say what is wrong before any key is
// used; they are wrapped with the name that is not known.
var (
	// ErrMalformed is an element that is not built as XML Encryption says.
	ErrMalformed = errors.New("the encrypted element is malformed")
	// ErrAlgorithm is an algorithm that is not known, or too weak to be taken.
	ErrAlgorithm = errors.New("the element is encrypted with an algorithm that is not supported")
	// ErrNoKey is returned when there is no key to try.
	ErrNoKey = errors.New("there is no key to decrypt with")
	// ErrDecrypt is cipher text that none of the keys opens: it is for another
	// key, or it was damaged.
	ErrDecrypt = errors.New("none of the keys opens the encrypted element")
)

package apiclient

import (
	"bytes"
	"strings"
	"testing"

	"patchbay/backend/secret"
)

func TestGeneratedSecretsAreTakenAndMistypedOnesAreNot(t *testing.T) {
	t.Parallel()
	value := newSecret().Reveal()
	if isMistyped(value) || secretFaults(secret.Input{Change: secret.Set, Value: secret.New(value)}) != nil {
		t.Error("a generated secret is not taken")
	}
	for at := len(secretPrefix); at < len(value); at++ {
		typed := bytes.Clone(value)
		typed[at] = digits62[(strings.IndexByte(digits62, typed[at])+1)%len(digits62)]
		if !isMistyped(typed) {
			t.Errorf("another digit at %d is not noticed", at)
		}
	}
	if !isMistyped(value[:len(value)-1]) || !isMistyped(append(bytes.Clone(value), '0')) {
		t.Error("another length is not noticed")
	}
	if isMistyped([]byte("a secret of the target's own")) {
		t.Error("a secret of another kind is called mistyped")
	}
}

// The checksum is a promise to every secret that was handed out.
func TestTheChecksumStaysWhatItWas(t *testing.T) {
	t.Parallel()
	const known = "pbcs_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg" + "3J9Aav"
	if isMistyped([]byte(known)) {
		t.Errorf("it would be %s now", appendChecksum(nil, []byte(known[:len(known)-checksumDigits])))
	}
}

func TestDigitsAreRandom(t *testing.T) {
	t.Parallel()
	const runs = 2000
	var counts [256]int
	for range runs {
		for _, digit := range newToken().Reveal()[len(tokenPrefix):] {
			counts[digit]++
		}
	}
	const expected = runs * randomDigits / len(digits62) // about 1,387, with a deviation of 37
	for i := range len(digits62) {
		if got := counts[digits62[i]]; got < expected-300 || got > expected+300 {
			t.Errorf("the digit %c comes %d times", digits62[i], got)
		}
	}
}

func FuzzIsMistyped(f *testing.F) {
	f.Add([]byte("pbcs_"))
	f.Add([]byte("pbcs_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg000000"))
	f.Add(newSecret().Reveal())
	f.Fuzz(func(t *testing.T, typed []byte) {
		body, whole := bytes.CutPrefix(typed, []byte(secretPrefix))
		if got := isMistyped(typed); got && !whole {
			t.Error("another kind of secret is called mistyped")
		} else if whole && !got && len(body) != randomDigits+checksumDigits {
			t.Error("a secret of another length is taken")
		}
		made := appendChecksum(nil, typed)
		if len(made) != checksumDigits || len(bytes.Trim(made, digits62)) != 0 {
			t.Errorf("the checksum is %q", made)
		}
	})
}

package apiclient

import (
	"bytes"
	"crypto/rand"
	"hash/crc32"

	"patchbay/backend/secret"
)

// What is made begins with a prefix, so that people and scanners know it where
// they find it.
const (
	secretPrefix = "pbcs_"
	tokenPrefix  = "pbat_"
)

const (
	digits62       = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	randomDigits   = 43 // 62^43 is more than 2^256
	checksumDigits = 6  // 62^6 is more than 2^32
)

// newSecret makes a client secret: the prefix, 256 random bits, and a checksum
// that tells a mistyped one from a wrong one.
func newSecret() secret.Text {
	text := make([]byte, 0, len(secretPrefix)+randomDigits+checksumDigits)
	text = appendRandom(append(text, secretPrefix...))
	return secret.New(appendChecksum(text, text))
}

// newToken makes an access token: the prefix and 256 random bits.
func newToken() secret.Text {
	text := make([]byte, 0, len(tokenPrefix)+randomDigits)
	return secret.New(appendRandom(append(text, tokenPrefix...)))
}

// appendRandom appends digits that are all equally likely: a byte beyond the
// last multiple of 62 is thrown away.
func appendRandom(text []byte) []byte {
	const fair = 256 - 256%len(digits62)
	var pool [2 * randomDigits]byte
	defer clear(pool[:])
	for end := len(text) + randomDigits; len(text) < end; {
		_, _ = rand.Read(pool[:]) // never fails since Go 1.24
		for _, b := range pool {
			if int(b) < fair && len(text) < end {
				text = append(text, digits62[int(b)%len(digits62)])
			}
		}
	}
	return text
}

// appendChecksum appends the CRC-32 of a text, in digits of base 62.
func appendChecksum(to, of []byte) []byte {
	sum, start := crc32.ChecksumIEEE(of), len(to)
	to = append(to, digits62[:checksumDigits]...) // room for them
	for at := start + checksumDigits - 1; at >= start; at-- {
		to[at] = digits62[sum%uint32(len(digits62))]
		sum /= uint32(len(digits62))
	}
	return to
}

// isMistyped reports whether a text looks like a generated secret and is none.
func isMistyped(text []byte) bool {
	if !bytes.HasPrefix(text, []byte(secretPrefix)) {
		return false
	}
	if len(text) != len(secretPrefix)+randomDigits+checksumDigits {
		return true
	}
	body := text[:len(text)-checksumDigits]
	return !bytes.Equal(appendChecksum(nil, body), text[len(body):])
}

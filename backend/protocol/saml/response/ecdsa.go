package response

import (
	"encoding/asn1"
	"math/big"
)

// asASN1 writes the two numbers of an ECDSA signature, which XML Signature has
// side by side, as the sequence that Go verifies. What already is one stays.
func asASN1(raw []byte) []byte {
	var numbers struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(raw, &numbers); err == nil && len(rest) == 0 {
		return raw
	}
	const largest = 2 * 66 // of P-521
	if len(raw) == 0 || len(raw)%2 != 0 || len(raw) > largest {
		return raw
	}
	half := len(raw) / 2
	numbers.R, numbers.S = new(big.Int).SetBytes(raw[:half]), new(big.Int).SetBytes(raw[half:])
	sequence, err := asn1.Marshal(numbers)
	if err != nil {
		return raw
	}
	return sequence
}

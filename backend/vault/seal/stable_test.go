package seal_test

import (
	"encoding/hex"

	"patchbay/backend/vault/seal"
)

// stable is what fixed inputs derive to, in hex.
func stable() map[string]string {
	return map[string]string{
		"name":       "2c5031fa1b7d7babcae1de1be277c73334215d8b3a7bab8ab3c6001fd69b9791",
		"header":     "d5c1206bb94405ce2cbf650cdc0d4d36ff0d68ac5b85f0cbc47842f0d1bbe988",
		"commitment": "6b1133ca7cac9a3874b3fb243fcfad09569e1abad8772ac9e51d8b0652fda866",
		"recovery":   "0dbe3559db35bcdc6fc81531b28d67e67cb94c28c8ea8634988cd753beb63b18",
	}
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func sliceOf(n seal.Name) []byte { return n[:] }

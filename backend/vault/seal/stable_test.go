package seal_test

import (
	"encoding/hex"

	"patchbay/backend/vault/seal"
)

// stable is what fixed inputs derive to, in hex.
func stable() map[string]string {
	return map[string]string{
		"name":       "3bfa60e74b6433edf8e3e0a987cd160385a7026c328df0bc994ddef72774faa1",
		"header":     "89383e8d1b9da500c3930cc26a2ac2a7a0ad4ed1a5b425513256d0aa76265f19",
		"commitment": "915337bd969b5e4e200094843766b721e0cb4c30f7d1728d558ad5859be00830",
		"recovery":   "0dbe3559db35bcdc6fc81531b28d67e67cb94c28c8ea8634988cd753beb63b18",
	}
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func sliceOf(n seal.Name) []byte { return n[:] }

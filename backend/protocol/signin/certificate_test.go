package signin_test

import (
	"strings"
	"testing"

	"patchbay/backend/protocol/signin"
)

func FuzzParseCertificate(f *testing.F) {
	pem, key := certificate(f)
	f.Add(pem)
	f.Add(key)
	f.Add(strings.ReplaceAll(pem, "\n", "\r\n "))
	f.Add("MIIB")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := signin.ParseCertificate(text)
		if (err == nil) != (c != nil) {
			t.Errorf("%v and %v", c, err)
		}
		if err != nil && len(text) > 100 && strings.Contains(err.Error(), text) {
			t.Error("the error repeats what was given")
		}
	})
}

package dial_test

import (
	"errors"
	"testing"

	"patchbay/backend/protocol/dial"
)

func TestAuthoritiesAreCertificates(t *testing.T) {
	good := issue(t, nil, authority("Test Root")).pem()
	broken := "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
	tests := []struct {
		name, text string
		want       error
	}{
		{"none", "", nil},
		{"blank", " \n", nil},
		{"one", good, nil},
		{"two with comments", "# root\n" + good + "\n# again\n" + good, nil},
		{"words", "certificate", dial.ErrPEM},
		{"broken", broken, dial.ErrPEM},
		{"broken behind a good one", good + broken, dial.ErrPEM},
		{"cut", good[:len(good)-20], dial.ErrPEM},
		{"cut behind a good one", good + good[:100], dial.ErrPEM},
		{"not base64 before a good one", "-----BEGIN CERTIFICATE-----\n***\n-----END CERTIFICATE-----\n" + good, dial.ErrPEM},
		{"private key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", dial.ErrPEMKey},
		{"request", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n", dial.ErrPEMForeign},
	}
	for _, tt := range tests {
		if _, err := dial.NewAuthorities(tt.text); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

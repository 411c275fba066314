package api_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"patchbay/app/api"
)

// FuzzForm: what our reader takes, the standard library reads alike; it takes
// nothing twice and nothing that is no text.
func FuzzForm(f *testing.F) {
	for _, seed := range []string{
		"", "grant_type=client_credentials", "a=1&a=2", "a=%", "a=%4", "a=%zz", "a=%ff", "a+b=c+d", "=", "&&", "a", "a=b=c",
		"scope=mail%3Aread+idp%3aread&client_id=x&client_secret=%F0%9F%98%80", "a=1;b=2", strings.Repeat("a&", 100),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		values, err := api.ReadForm(body)
		if err != nil {
			return
		}
		want, known := url.ParseQuery(string(body))
		if known != nil && !strings.Contains(string(body), ";") { // the library refuses it, the standard does not
			t.Fatalf("%q was taken: %v", body, known)
		}
		for name, value := range values {
			if known == nil && want.Get(name) != value || value == "" || !utf8.ValidString(value) || !utf8.ValidString(name) {
				t.Errorf("%q: %q is %q", body, name, value)
			}
			if len(want[name]) > 1 {
				t.Errorf("%q: %q was sent twice", body, name)
			}
		}
	})
}

// FuzzAuthorization: a token is one of the printable ones of RFC 6750, and the
// client that is read is one that was written.
func FuzzAuthorization(f *testing.F) {
	for _, seed := range []string{
		"", "Bearer", "Bearer ", "Bearer pbat_x", "bearer  x ", "Bearer a b", "Bearer =", "Bearer ==a", "Basic", "Basic =", "Basic Og==",
		"Basic " + base64.StdEncoding.EncodeToString([]byte("a%2Bb:c%25d+e")), "basic " + base64.StdEncoding.EncodeToString([]byte("a+b:c%d")),
		"Digest x", "Bearer " + strings.Repeat("x", 600), "Basic YTpi Yzpk",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		token, brought, id, secrets, ok := api.ReadAuthorization(value)
		if token != "" && (!brought || len(token) > 512 || !strings.HasSuffix(strings.TrimRight(value, " "), token) || strings.ContainsAny(token, " \t\r\n\"\\,;\x00")) {
			t.Errorf("%q is the token %q", value, token)
		}
		if !ok {
			if id != "" || secrets != nil {
				t.Errorf("%q: %q, though it cannot be read", value, id)
			}
			return
		}
		_, credentials, _ := strings.Cut(value, " ")
		pair, err := base64.StdEncoding.DecodeString(strings.Trim(credentials, " "))
		if err != nil {
			t.Fatalf("%q was read", value)
		}
		written, plain, _ := strings.Cut(string(pair), ":")
		if unescaped, err := url.QueryUnescape(written); id != written && (err != nil || unescaped != id) {
			t.Errorf("%q: the ID %q", pair, id)
		}
		if len(secrets) == 0 || secrets[len(secrets)-1] != plain {
			t.Errorf("%q: the secret as it stands is not among %d", pair, len(secrets))
		}
	})
}

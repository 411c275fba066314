package oidc_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"patchbay/backend/proof"
)

// fields are the names of the document that findings may blame.
func fields() []string {
	return []string{
		"type", "issuer", "authUrl", "clientId", "clientSecret", "clientSecretExpires", "clientAuth", "pkce", "prompt", "scopes",
		"emailClaim", "groupsClaim", "callbackUrl", "allowedDomains", "caPem", "loopbackPort", "loopbackHost",
	}
}

// plainWords: every finding is worded in whole sentences, says what to do next,
// and blames what is there.
func plainWords(t testing.TB, report proof.Report) {
	t.Helper()
	for _, step := range report.Steps {
		found := step.Also
		if step.Finding != nil {
			found = append([]proof.Finding{*step.Finding}, found...)
		}
		for _, f := range found {
			for _, text := range []string{f.Cause, f.Remedy} {
				first := []rune(text + "?")[0]
				if !strings.HasSuffix(text, ".") || !unicode.IsUpper(first) || strings.ContainsAny(text, "!\n") ||
					strings.Contains(strings.ToLower(text), "please") || strings.Contains(text, "  ") || strings.Contains(text, "mail server") {
					t.Errorf("%s %s %s: %q", step.Name, f.Code, f.Reason, text)
				}
			}
			for _, field := range f.Fields {
				if !slices.Contains(fields(), field) {
					t.Errorf("%s %s blames %q", step.Name, f.Code, field)
				}
			}
		}
	}
}

package oauth_test

import (
	"strings"
	"testing"
)

// TestTokensThatCannotBeRead: an answer that is broken, refused or a page is
// shown to a person, and the tokens in it are not.
func TestTokensThatCannotBeRead(t *testing.T) {
	t.Parallel()
	answer := `{"access_token":"` + accessToken + `","refresh_token":"refresh-canary-5d01"`
	for _, tt := range []struct {
		name, contentType, body string
		status                  int
	}{
		{"ends in the middle", "application/json", answer + `,"id_`, 200},
		{"is no JSON", "application/json", answer + `,"expires_in":NaN}`, 200},
		{"has other names", "application/json", strings.ReplaceAll(answer, "_token", "Token") + `,`, 200},
		{"holds a token that is too long", "application/json", answer + `,"id_token":"` + strings.Repeat("x", 65<<10) + `"}`, 200},
		{"is a form that is none", "text/plain", "access_token=" + accessToken + "&refresh_token=%zz", 200},
		{"is refused", "application/json", answer + `}`, 400},
		{"is refused, and too long", "application/json", answer + `,"id_token":"` + strings.Repeat("x", 65<<10) + `"}`, 400},
		{"is refused in the middle", "application/json", answer, 503},
		{"holds an error, too", "application/json", answer + `,"error":"invalid_client"}`, 200},
		{"is a page", "text/html", "<html><pre>" + answer + "}</pre>", 200},
		{"is a page with entities", "text/html", "<html><pre>" + strings.ReplaceAll(answer, `"`, "&quot;") + "}</pre>", 500},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t)
			p.token = page(tt.status, tt.contentType, tt.body)
			report := p.signIn(t, p.request(p.settings()))
			if _, failed := verdicts(report)["O12"]; !failed {
				t.Errorf("%v", verdicts(report))
			}
			noSecrets(t, report)
		})
	}
}

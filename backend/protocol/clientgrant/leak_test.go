package clientgrant_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/rehearsal/script"
)

// encodings lists what an echo may make of a secret.
func encodings(value string) []string {
	var escaped strings.Builder
	for _, r := range value {
		fmt.Fprintf(&escaped, `\u%04x`, r)
	}
	return []string{
		value, url.QueryEscape(value), base64.StdEncoding.EncodeToString([]byte(value)),
		hex.EncodeToString([]byte(value)), escaped.String(),
		base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(clientID) + ":" + url.QueryEscape(value))),
	}
}

// TestSC25NoSecretInReports: an endpoint repeats what it was sent and what it
// issues, in every encoding and at every place.
func TestSC25NoSecretInReports(t *testing.T) {
	const issued = "1ssued-by-th3-endpoint-itself"
	for _, status := range []int{200, 302, 400, 401, 500} {
		for name, kind := range map[string]string{
			`{"error":%[1]q,"error_description":"you sent %[2]s","error_uri":"%[2]s","access_token":"%[3]s"}`:         "application/json",
			`{"access_token":"%[3]s","token_type":"%[2]s","scope":"%[2]s","expires_in":1}`:                            "application/json",
			`{"access_token":"%[3]s","token_type":"Bearer","scope":"%[2]s %[3]s","expires_in":1}`:                     "application/json",
			`{"access_token":"%[3]s","refresh_token":"%[3]s","echo":"%[2]s"`:                                          "application/json",
			`access_token=%[3]s&you sent=%[2]s`:                                                                       "text/plain",
			`<html>you sent %[2]s, "id_token": "%[3]s"</html>`:                                                        "text/html",
			`{"access_token":"eyJhbGciOiJub25lIn0.` + claims(clientSecret) + `.x","token_type":"Bearer","e":"%[2]s"}`: "application/json",
		} {
			for _, echo := range encodings(clientSecret) {
				body := fmt.Sprintf(name, clientSecret, echo, issued)
				e := serve(t, func(p *script.Peer, r *http.Request, b string) {
					say(status, kind, body, "Location: https://127.0.0.1:1/"+url.PathEscape(echo)+"?"+issued, "X-Echo: "+echo)(p, r, b)
				})
				steps := 0
				request := e.request()
				var observed []string
				request.Observe = func(p proof.Progress) {
					text, _ := json.Marshal(p)
					steps++
					observed = append(observed, string(text))
				}
				report, err := json.Marshal(clientgrant.Prove(t.Context(), request))
				if err != nil {
					t.Fatal(err)
				}
				if steps == 0 {
					t.Fatal("nothing was observed")
				}
				for _, text := range append(observed, string(report)) {
					holdsNone(t, fmt.Sprint(status, " ", name), text, clientSecret, issued)
				}
			}
		}
	}
}

// claims are the payload of a JWT that repeats a secret in all it says.
func claims(value string) string {
	text := fmt.Sprintf(`{"iss":%[1]q,"aud":[%[1]q],"scp":%[1]q,"roles":[%[1]q],"upn":%[1]q,"tid":%[1]q,"azp":%[1]q}`, value)
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

func holdsNone(t *testing.T, where, text string, values ...string) {
	t.Helper()
	var plain any
	if err := json.Unmarshal([]byte(text), &plain); err != nil {
		t.Fatal(err)
	}
	decoded := fmt.Sprint(plain)
	for _, value := range values {
		for _, form := range encodings(value) {
			for _, text := range []string{text, decoded} {
				if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
					t.Fatalf("%s: %q in\n%s", where, form, text)
				}
			}
		}
	}
}

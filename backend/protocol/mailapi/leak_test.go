package mailapi_test

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
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/rehearsal/script"
)

// encodings lists what an echo may make of a secret.
func encodings(value string) []string {
	var escaped strings.Builder
	for _, r := range value {
		fmt.Fprintf(&escaped, `\u%04x`, r)
	}
	quoted, _ := json.Marshal(value)
	return []string{
		value, url.QueryEscape(value), base64.StdEncoding.EncodeToString([]byte(value)), hex.EncodeToString([]byte(value)),
		escaped.String(), base64.StdEncoding.EncodeToString([]byte("client:" + value)), string(quoted[1 : len(quoted)-1]),
	}
}

// TestSC25NothingShownHoldsASecret: a target repeats all that it was sent, in
// every encoding and at every place.
func TestSC25NothingShownHoldsASecret(t *testing.T) {
	secrets := []string{password, givenToken, issuedToken, clientSecret}
	authority := script.NewAuthority(t)
	tokens := serveAs(t, authority, sayJSON(200, `{"access_token":"`+issuedToken+`","token_type":"Bearer","scope":"x `+issuedToken+" "+givenToken+`"}`))
	for index := range encodings("x") {
		var all []string
		for _, value := range secrets {
			all = append(all, encodings(value)[index])
		}
		echo := strings.Join(all, " ")
		quoted, _ := json.Marshal(echo)
		for form, body := range map[string]string{
			"a message": fmt.Sprintf(`{"message":%s,"status":"OK"}`, quoted),
			"a status":  fmt.Sprintf(`{"message":"no","status":%s,%s:1}`, quoted, quoted),
			"a page":    "<html>" + echo + "</html>",
			"text":      echo,
		} {
			for _, status := range []int{200, 302, 400, 401} {
				target := serveAs(t, authority, func(p *script.Peer, r *http.Request, sent string) {
					say(status, "text/plain; x="+echo, body+"\n"+sent, "X-Echo: "+echo, "Location: https://127.0.0.1:1/"+echo,
						"WWW-Authenticate: Bearer "+r.Header.Get("Authorization"), "Set-Cookie: s=session-of-the-target")(p, r, sent)
				})
				for _, request := range []mailapi.PushRequest{target.request(), withTokenFrom(target.request(), tokens)} {
					request.Secrets.ClientSecret = withTokenFrom(request, tokens).Secrets.ClientSecret
					var shown []string
					request.Observe = func(p proof.Progress) {
						text, _ := json.Marshal(p)
						shown = append(shown, string(text))
					}
					text, err := json.Marshal(mailapi.Push(t.Context(), request))
					if err != nil {
						t.Fatal(err)
					}
					mine := secrets
					if request.TokenURL == "" {
						mine = []string{password, givenToken, clientSecret} // the other was never issued
					} else {
						mine = []string{password, issuedToken, clientSecret}
					}
					for _, text := range append(shown, string(text)) {
						holdsNone(t, fmt.Sprint(form, " ", status), text, append(mine, "session-of-the-target")...)
					}
				}
			}
		}
	}
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

// TestHalfASecretIsNotShown: an answer whose reading ends within a secret.
func TestHalfASecretIsNotShown(t *testing.T) {
	const most = 64 << 10
	for _, seen := range []int{1, 8, len(givenToken) - 1} {
		target := serve(t, say(400, "text/plain", strings.Repeat("x", most-seen)+givenToken+" and more"))
		result := mailapi.Push(t.Context(), target.request())
		e := result.Exchange
		if !e.Cut || len(e.ResponseBody) > 4<<10 || strings.Contains(e.ResponseBody, givenToken[:1]) {
			t.Errorf("%d bytes shown, cut: %v", len(e.ResponseBody), e.Cut)
		}
	}
}

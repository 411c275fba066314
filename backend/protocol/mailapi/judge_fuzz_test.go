package mailapi_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
)

// FuzzJudge: whatever comes is explained, can be stored and shown, and is bounded.
func FuzzJudge(f *testing.F) {
	f.Add(200, "application/json", []byte(`{"message":"Successfully updated SMTP Details","status":"OK","subSystem":8}`), false)
	f.Add(400, "application/json", []byte(`{"message":"the field host is missing","status":"BAD_REQUEST"}`), false)
	f.Add(401, "Bearer error=\"invalid_token\"", []byte(`{"message":5}`), false)
	f.Add(302, "https://x/?"+givenToken, []byte("\xff\xfe\x00{"), true)
	f.Add(200, "text/html", []byte("<html>"+givenToken), true)
	body, _, _ := mailapi.Body(sample())
	request := mailapi.PushRequest{
		Settings: mailapi.Settings{URL: "https://127.0.0.1/"}, Body: body, Host: "desk",
		Secrets: mailapi.Secrets{Token: secret.FromString(givenToken)},
	}
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte, cut bool) {
		if len(body) > 64<<10 {
			return
		}
		result := mailapi.Judge(request, status, contentType, body, cut)
		step := result.Report.Steps[0]
		if (step.Finding == nil) != (step.Verdict == "passed") {
			t.Errorf("%s without a finding", step.Verdict)
		}
		text, err := json.Marshal(result)
		if err != nil || len(text) > 4<<20 {
			t.Errorf("%d bytes, %v", len(text), err)
		}
		if strings.Contains(string(text), givenToken) || !utf8.ValidString(result.Exchange.ResponseBody) {
			t.Errorf("%s", text)
		}
	})
}

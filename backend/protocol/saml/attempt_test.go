package saml_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
)

// byHand are settings of a provider that is entered without metadata.
func byHand(t testing.TB, edit func(*signin.Settings)) signin.Settings {
	t.Helper()
	return settings(func(s *signin.Settings) {
		s.IDPEntityID, s.SSOURL = "urn:idp", "https://idp.example/sso"
		s.SigningCertificates = []string{asPEM(signer(t, 2048, nextYear()))}
		if edit != nil {
			edit(s)
		}
	})
}

func begin(t testing.TB, s signin.Settings) signin.Attempt {
	t.Helper()
	attempt, stopped := saml.Begin(t.Context(), signin.Request{Settings: s}, at())
	if stopped != nil {
		t.Fatal(show(*stopped))
	}
	return attempt
}

func encoded(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// TestAnAnswerBelongsByItsRelayStateOrItsRequest.
func TestAnAnswerBelongsByItsRelayStateOrItsRequest(t *testing.T) {
	attempt := begin(t, byHand(t, func(s *signin.Settings) { s.SSOBinding = signin.Post }))
	opening := attempt.Opening()
	if opening.URL != "https://idp.example/sso" || opening.Form == nil {
		t.Fatalf("%+v", opening)
	}
	raw, err := base64.StdEncoding.DecodeString(opening.Form.Get("SAMLRequest"))
	if err != nil {
		t.Fatal(err)
	}
	_, id, _ := strings.Cut(string(raw), ` ID="`)
	id, _, _ = strings.Cut(id, `"`)
	relayState := opening.Form.Get("RelayState")
	answering := func(id string) string {
		return encoded(`<?xml version="1.0"?><p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" InResponseTo='` + id + `'>` + strings.Repeat("x", 40<<10))
	}
	tests := map[string]struct {
		values url.Values
		want   bool
	}{
		"our RelayState":          {url.Values{"RelayState": {relayState}, "SAMLResponse": {"x"}}, true},
		"no RelayState":           {url.Values{"SAMLResponse": {answering(id)}}, true},
		"another RelayState":      {url.Values{"RelayState": {"x"}, "SAMLResponse": {answering(id)}}, true},
		"base64 for URLs":         {url.Values{"SAMLResponse": {strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(encoded(`<Response InResponseTo="` + id + `" a="??>>~~"/>`))}}, true},
		"base64 in lines":         {url.Values{"SAMLResponse": {answering(id)[:76] + "\r\n" + answering(id)[76:]}}, true},
		"another request":         {url.Values{"SAMLResponse": {answering("_other")}}, false},
		"nobody asked":            {url.Values{"SAMLResponse": {encoded("<Response/>")}}, false},
		"the ID in another place": {url.Values{"SAMLResponse": {encoded(`<Response><a InResponseTo="` + id + `"/></Response>`)}}, false},
		"a foreign attribute":     {url.Values{"SAMLResponse": {encoded(`<Response x:InResponseTo="` + id + `"/>`)}}, false},
		"no base64":               {url.Values{"SAMLResponse": {"*"}}, false},
		"no XML":                  {url.Values{"SAMLResponse": {encoded("hello")}}, false},
		"nothing":                 {url.Values{}, false},
	}
	for name, tt := range tests {
		if got := attempt.Accepts(tt.values); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	lenient := begin(t, byHand(t, func(s *signin.Settings) { s.AllowUnsolicited = true }))
	if !lenient.Accepts(tests["nobody asked"].values) || lenient.Accepts(tests["another request"].values) {
		t.Error("an unsolicited response is allowed, one to another request is not")
	}
}

// TestNoAnswerIsNoRefusal: cancelled, out of time and no port are three results,
// and every check is in the report.
func TestNoAnswerIsNoRefusal(t *testing.T) {
	for name, tt := range map[string]struct {
		because signin.Ending
		code    string
		reason  string
	}{
		"cancelled": {signin.Ending{Reason: signin.Cancelled}, signin.CodeCancelled, ""},
		"timeout":   {signin.Ending{Reason: signin.TimedOut, Waited: time.Minute}, signin.CodeTimeout, ""},
		"strays":    {signin.Ending{Reason: signin.TimedOut, Strays: 2, LastStray: "InResponseTo"}, signin.CodeTimeout, "strays"},
		"port":      {signin.Ending{Reason: signin.NoPort, Detail: "in use"}, signin.CodeCheckFailed, "port"},
	} {
		t.Run(name, func(t *testing.T) {
			report := begin(t, byHand(t, nil)).End(tt.because)
			first := step(t, report, "S01")
			if failedSteps(report) != "S01" || first.Finding.Code != tt.code || first.Finding.Reason != tt.reason {
				t.Errorf("%+v\n%s", first.Finding, show(report))
			}
			if tt.because.Strays > 0 && !strings.Contains(first.Finding.Cause, "that belongs to this attempt") {
				t.Errorf("%q", first.Finding.Cause)
			}
			if last := step(t, report, "S35"); last.Verdict != proof.Skipped || last.Title == "" {
				t.Errorf("%+v", last)
			}
		})
	}
}

// TestTheBrowserMayWarnOfThisMachine: what ends at its warning never comes back.
func TestTheBrowserMayWarnOfThisMachine(t *testing.T) {
	for address, want := range map[string]bool{"https://127.0.0.1:1/acs": true, "http://127.0.0.1:1/acs": false} {
		attempt, report := saml.Begin(t.Context(), signin.Request{Settings: byHand(t, nil)}, signin.Location{URL: address})
		if report != nil {
			t.Fatal(show(*report))
		}
		first := step(t, attempt.End(signin.Ending{Reason: signin.TimedOut, Waited: time.Minute}), "S01")
		if got := strings.Contains(first.Finding.Remedy, "warns of the certificate"); got != want {
			t.Errorf("%s: %s", address, first.Finding.Remedy)
		}
	}
}

// TestWhatCannotBeginSaysWhy, with every check skipped.
func TestWhatCannotBeginSaysWhy(t *testing.T) {
	certificate, _ := spPair(t)
	_, otherKey := spPair(t)
	for name, tt := range map[string]struct {
		edit    func(*signin.Settings)
		secrets signin.Secrets
		failed  string
	}{
		"incomplete":         {func(s *signin.Settings) { s.SPEntityID = "" }, signin.Secrets{}, "settings"},
		"metadata in clear":  {func(s *signin.Settings) { s.MetadataURL = "http://idp.example/" }, signin.Secrets{}, "resolve"},
		"metadata of a page": {func(s *signin.Settings) { s.MetadataXML = "<html>" }, signin.Secrets{}, "metadata"},
		"another key":        {func(s *signin.Settings) { s.SPCertificatePEM = certificate }, signin.Secrets{SPKey: otherKey}, "sp_key"},
	} {
		t.Run(name, func(t *testing.T) {
			attempt, report := saml.Begin(t.Context(), signin.Request{Settings: byHand(t, tt.edit), Secrets: tt.secrets}, at())
			if attempt != nil || report == nil {
				t.Fatal("it has begun")
			}
			if got := failedSteps(*report); got != tt.failed {
				t.Errorf("failed: %s\n%s", got, show(*report))
			}
			if step(t, *report, "S01").Verdict != proof.Skipped || step(t, *report, "S35").Verdict != proof.Skipped {
				t.Error(show(*report))
			}
		})
	}
}

// TestWhatIsEnteredGoesBeforeTheMetadata, and where the two differ it is said.
func TestWhatIsEnteredGoesBeforeTheMetadata(t *testing.T) {
	doc := published("urn:idp", "", service("HTTP-POST", "https://idp.example/post")+service("HTTP-Redirect", "https://idp.example/redirect"))
	for name, tt := range map[string]struct {
		edit   func(*signin.Settings)
		url    string
		posts  bool
		reason string
	}{
		"nothing":       {func(*signin.Settings) {}, "https://idp.example/redirect", false, ""},
		"binding":       {func(s *signin.Settings) { s.SSOBinding = signin.Post }, "https://idp.example/post", true, ""},
		"its address":   {func(s *signin.Settings) { s.SSOURL = "https://idp.example/post" }, "https://idp.example/post", true, ""},
		"as auth URL":   {func(s *signin.Settings) { s.AuthURL = "https://idp.example/post" }, "https://idp.example/post", true, ""},
		"other address": {func(s *signin.Settings) { s.SSOURL = "https://idp.example/other" }, "https://idp.example/other", false, "endpoint_differs"},
	} {
		t.Run(name, func(t *testing.T) {
			s := byHand(t, func(s *signin.Settings) {
				s.SSOURL, s.MetadataXML = "", doc
				tt.edit(s)
			})
			attempt := begin(t, s)
			opening := attempt.Opening()
			address, _, _ := strings.Cut(opening.URL, "?")
			if address != tt.url || (opening.Form != nil) != tt.posts {
				t.Errorf("%+v", opening)
			}
			finding := step(t, attempt.End(signin.Ending{Reason: signin.Cancelled}), "endpoint").Finding
			if (finding == nil) != (tt.reason == "") || finding != nil && finding.Reason != tt.reason {
				t.Errorf("%+v", finding)
			}
		})
	}
}

// TestWhatTheProviderWantsIsSaidBeforeTheSignIn, and does not stop it.
func TestWhatTheProviderWantsIsSaidBeforeTheSignIn(t *testing.T) {
	doc := strings.Replace(published("urn:idp", "", service("HTTP-Redirect", "https://idp.example/sso")), "<IDPSSODescriptor ", `<IDPSSODescriptor WantAuthnRequestsSigned="true" `, 1)
	for signs, reason := range map[bool]string{false: "requests_not_signed", true: "key_of_this_run"} {
		attempt := begin(t, byHand(t, func(s *signin.Settings) { s.MetadataXML, s.SignRequests = doc, signs }))
		got := step(t, attempt.End(signin.Ending{Reason: signin.Cancelled}), "request")
		if got.Verdict != proof.Warned || got.Finding.Reason != reason {
			t.Errorf("%+v %+v", got, got.Finding)
		}
	}
	attempt := begin(t, byHand(t, func(s *signin.Settings) { s.SignRequests = true }))
	if got := step(t, attempt.End(signin.Ending{Reason: signin.Cancelled}), "request"); got.Finding == nil || got.Finding.Reason != "key_of_this_run" {
		t.Errorf("without metadata: %+v", got)
	}
}

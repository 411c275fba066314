package idp_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/signin"
)

// hostile is a provider that keeps all it gets, and answers so that more comes.
type hostile struct {
	url string
	mu  sync.Mutex
	got bytes.Buffer
}

func newHostile(t *testing.T) *hostile {
	t.Helper()
	h := &hostile{}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *hostile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	h.mu.Lock()
	h.got.WriteString(r.Method + " " + r.URL.String() + "\n")
	_ = r.Header.Write(&h.got)
	h.got.Write(body)
	h.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"issuer": h.url, "authorization_endpoint": h.url + "/authorize", "token_endpoint": h.url + "/token",
		"userinfo_endpoint": h.url + "/user", "jwks_uri": h.url + "/keys", "keys": []any{},
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"access_token":                          "token", "token_type": "Bearer", "sub": "1", "id": 1,
	})
}

func (h *hostile) leaked() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	got := h.got.Bytes()
	if bytes.Contains(got, []byte(canary)) || bytes.Contains(got, []byte(url.QueryEscape(canary))) {
		return true
	}
	for skip := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte(canary)[skip:])
		if bytes.Contains(got, []byte(encoded[:len(encoded)-4])) {
			return true
		}
	}
	// Basic holds the client ID before the secret, at any alignment.
	for _, field := range bytes.Fields(got) {
		if decoded, err := base64.StdEncoding.DecodeString(string(field)); err == nil && bytes.Contains(decoded, []byte(canary)) {
			return true
		}
	}
	return false
}

func TestSC14_AClientSecretGoesOnlyWhereItWasSavedFor(t *testing.T) {
	evil := newHostile(t)
	for _, tt := range []struct {
		name   string
		saved  idp.Draft
		change func(*signin.Settings)
	}{
		{"issuer", confidential("Staff"), func(s *signin.Settings) { s.Issuer = evil.url }},
		{"token URL of OpenID Connect", confidential("Staff"), func(s *signin.Settings) { s.TokenURL = evil.url + "/token" }},
		{"client ID", confidential("Staff"), func(s *signin.Settings) { s.ClientID = "eve" }},
		{"token URL", codeHost("https://code.example.com"), func(s *signin.Settings) { s.TokenURL = evil.url + "/token" }},
		{"client ID of OAuth 2.0", codeHost(evil.url), func(s *signin.Settings) { s.ClientID = "eve" }},
		{"type", confidential("Staff"), func(s *signin.Settings) {
			s.Type, s.AuthURL, s.TokenURL, s.UserInfoURL = signin.OAuth2, evil.url+"/authorize", evil.url+"/token", evil.url+"/user"
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			draft := f.save(t, tt.saved).Draft()
			tt.change(&draft.Settings)
			f.refused(t, draft)
		})
	}
	t.Run("a variable", func(t *testing.T) {
		f := newFixture(t)
		f.variables["login"] = "https://login.example.com"
		saved := confidential("Staff")
		saved.Settings.Issuer = "%login%"
		draft := f.save(t, saved).Draft()
		f.variables["login"] = evil.url
		f.refused(t, draft)
	})
	if evil.leaked() {
		t.Error("the hostile provider got the client secret")
	}
}

// refused tries everything that could send the secret of a draft.
func (f *fixture) refused(t *testing.T, draft idp.Draft) {
	t.Helper()
	report, err := f.providers.SignIn(t.Context(), site, idp.SignInRequest{
		Draft: draft, Run: "r", Wait: time.Minute, Prompt: func(event.Prompt) { t.Error("a person is asked to sign in") },
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Steps) == 0 || report.Steps[0].Finding == nil {
		t.Fatalf("the sign-in says %+v", report)
	}
	if f := report.Steps[0].Finding; f.Code != idp.CodeBoundElsewhere || !slices.Equal(f.Fields, []string{"clientSecret"}) {
		t.Errorf("the sign-in says %+v", f)
	}
	probe, err := f.providers.Probe(t.Context(), site, idp.ProofRequest{Draft: draft, Run: "r"})
	if err != nil || probe.Finding == nil || probe.Finding.Code != idp.CodeBoundElsewhere {
		t.Errorf("probing says %+v, %v", probe, err)
	}
	if _, err := f.providers.Check(t.Context(), site, idp.ProofRequest{Draft: draft, Run: "r"}); err != nil {
		t.Error(err)
	}
	if _, err := f.providers.Save(t.Context(), site, draft); !fault.HasCode(err, idp.CodeBoundElsewhere) {
		t.Errorf("saving says %v", err)
	}
	review, err := f.providers.Review(t.Context(), site, draft)
	if err != nil || review.Bound == "" || !slices.Equal(review.Unbound, []string{"clientSecret"}) || review.Ready || review.Complete {
		t.Errorf("the review says %+v, %v", review, err)
	}
	var noted int
	for _, e := range f.entries(t) {
		if e.Refused && e.Detail != "" {
			noted++
		}
	}
	if noted != 3 {
		t.Errorf("%d refusals are noted", noted)
	}
}

func TestHowAClientProvesItselfMayChange(t *testing.T) {
	f := newFixture(t)
	draft := f.save(t, confidential("Staff")).Draft()
	draft.Settings.ClientAuth = signin.ClientSecretPost
	draft.Settings.Issuer += "/"
	if saved := f.save(t, draft); !saved.Infos.ClientSecret.Set {
		t.Error("the secret is gone")
	}
}

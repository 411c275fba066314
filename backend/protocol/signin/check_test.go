package signin_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	pem, key := certificate(t)
	manual := func(change func(*signin.Settings)) signin.Settings {
		s := samlBy("")
		s.IDPEntityID, s.SSOURL, s.SigningCertificates = "https://idp.example.com", "https://idp.example.com/sso", []string{pem}
		change(&s)
		return s
	}
	oidc := func(change func(*signin.Settings)) signin.Settings {
		s := openIDConnect()
		change(&s)
		return s
	}
	oauth2 := func(change func(*signin.Settings)) signin.Settings {
		s := plainOAuth2()
		change(&s)
		return s
	}
	for _, tt := range []struct {
		name     string
		settings signin.Settings
		fields   []string
	}{
		{"nothing", openIDConnect(), nil},
		{"nothing of OAuth 2.0", plainOAuth2(), nil},
		{"nothing of SAML", samlBy("https://idp.example.com/metadata"), nil},
		{"nothing without metadata", manual(func(*signin.Settings) {}), nil},
		{"all that is required", signin.Settings{}, []string{"name", "callbackUrl", "type"}},
		{"a type of another world", oidc(func(s *signin.Settings) { s.Type = "ldap" }), []string{"type"}},
		{"an issuer with a query", oidc(func(s *signin.Settings) { s.Issuer += "?a=b" }), []string{"issuer"}},
		{"the discovery document", oidc(func(s *signin.Settings) { s.Issuer += "/.well-known/openid-configuration" }), []string{"issuer"}},
		{"an issuer without a scheme", oidc(func(s *signin.Settings) { s.Issuer = "login.example.com" }), []string{"issuer"}},
		{"two scopes in one", oidc(func(s *signin.Settings) { s.Scopes = []string{"openid email"} }), []string{"scopes"}},
		{"choices", oidc(func(s *signin.Settings) { s.ClientAuth, s.Prompt, s.LoopbackHost = "basic", "now", "0.0.0.0" }), []string{"loopbackHost", "clientAuth", "prompt"}},
		{"a domain that is an address", oidc(func(s *signin.Settings) { s.AllowedDomains = []string{"ann@example.com"} }), []string{"allowedDomains"}},
		{"a callback with a user", oidc(func(s *signin.Settings) { s.CallbackURL = "https://a@b.example/cb" }), []string{"callbackUrl"}},
		{"a callback with a fragment", oidc(func(s *signin.Settings) { s.CallbackURL += "#top" }), []string{"callbackUrl"}},
		{"a day that is none", oidc(func(s *signin.Settings) { s.ClientSecretExpires = "31.5.2027" }), []string{"clientSecretExpires"}},
		{"endpoints", oauth2(func(s *signin.Settings) { s.AuthURL, s.TokenURL, s.UserInfoURL = "", "", "" }), []string{"authUrl", "tokenUrl", "userInfoUrl"}},
		{"a path with a hole", oauth2(func(s *signin.Settings) { s.EmailPath = "emails..value" }), []string{"emailPath"}},
		{"no provider at all", samlBy(""), []string{"metadataUrl"}},
		{"half a provider", manual(func(s *signin.Settings) { s.SSOURL, s.SigningCertificates = "", nil }), []string{"ssoUrl", "signingCertificates"}},
		{"a key for a certificate", manual(func(s *signin.Settings) { s.SigningCertificates = []string{key} }), []string{"signingCertificates"}},
		{"two certificates in one", manual(func(s *signin.Settings) { s.SigningCertificates = []string{pem + pem} }), []string{"signingCertificates"}},
		{"an entity ID with a space", manual(func(s *signin.Settings) { s.SPEntityID = "my desk" }), []string{"spEntityId"}},
		{"fields of other types", oidc(func(s *signin.Settings) { s.SSOBinding, s.EmailPath, s.SPCertificatePEM = "x", "..", "x" }), nil},
		{"a placeholder", oidc(func(s *signin.Settings) { s.Issuer, s.AllowedDomains = "%issuer%", []string{"%domain%"} }), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.fields, fieldsOf(tt.settings.Check())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAProofNeedsNeitherNameNorCallback(t *testing.T) {
	t.Parallel()
	settings := openIDConnect()
	settings.Name, settings.CallbackURL = "", ""
	if faults := settings.CheckProvable(); len(faults) > 0 {
		t.Error(faults)
	}
}

func TestCertificatesComeInTwoForms(t *testing.T) {
	t.Parallel()
	pem, _ := certificate(t)
	bare := strings.NewReplacer("-----BEGIN CERTIFICATE-----", "", "-----END CERTIFICATE-----", "").Replace(pem)
	first, err := signin.ParseCertificate(pem)
	if err != nil {
		t.Fatal(err)
	}
	second, err := signin.ParseCertificate(bare)
	if err != nil || !first.Equal(second) {
		t.Errorf("base64 is read as another certificate: %v", err)
	}
}

func TestTheStepSettingsSaysEverything(t *testing.T) {
	t.Parallel()
	settings := openIDConnect()
	settings.ClientID, settings.CallbackURL, settings.Prompt = "", "https://%host%/cb", "now"
	settings.ClientAuth = signin.ClientSecretPost
	request := signin.Request{Settings: settings}
	for _, tt := range []struct {
		name    string
		outcome proof.Outcome
		want    map[string][]string
	}{
		{"a check", signin.SettingsOutcome(request), map[string][]string{
			"settings.missing": {"clientId"}, "settings.invalid": {"prompt"},
			"settings.placeholder_unresolved": {"callbackUrl"},
		}},
		{"a sign-in", signin.SignInOutcome(request), map[string][]string{
			"settings.missing": {"clientId", "clientSecret"}, "settings.invalid": {"prompt"},
			"settings.placeholder_unresolved": {"callbackUrl"},
		}},
	} {
		got := map[string][]string{}
		for _, f := range tt.outcome.Failures {
			got[f.Code] = f.Fields
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestWhatIsBlockedIsNotMissing(t *testing.T) {
	t.Parallel()
	settings := openIDConnect()
	settings.ClientAuth = signin.ClientSecretBasic
	blocked := &proof.Finding{Code: "settings.secret_bound_elsewhere", Fields: []string{"clientSecret"}}
	outcome := signin.SignInOutcome(signin.Request{Settings: settings, Blocked: blocked})
	if len(outcome.Failures) != 1 || outcome.Failures[0].Code != blocked.Code {
		t.Errorf("failures %v", outcome.Failures)
	}
}

func TestSecretsThatASignInNeeds(t *testing.T) {
	t.Parallel()
	pem, _ := certificate(t)
	given := signin.Secrets{ClientSecret: secret.FromString("hush"), SPKey: secret.FromString("key")}
	confidential := openIDConnect()
	confidential.ClientAuth = signin.ClientSecretBasic
	signing := samlBy("https://idp.example.com/metadata")
	signing.SPCertificatePEM = pem
	for _, tt := range []struct {
		name     string
		settings signin.Settings
		secrets  signin.Secrets
		fields   []string
	}{
		{"a public client", openIDConnect(), signin.Secrets{}, nil},
		{"a confidential client", confidential, signin.Secrets{}, []string{"clientSecret"}},
		{"with its secret", confidential, given, nil},
		{"a certificate without its key", signing, signin.Secrets{}, []string{"spKeyPem"}},
		{"with its key", signing, given, nil},
	} {
		if diff := cmp.Diff(tt.fields, fieldsOf(tt.settings.MissingSecrets(tt.secrets))); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
	if got := openIDConnect().ClientAuthWith(given); got != signin.ClientSecretBasic {
		t.Errorf("a client with a secret uses %q", got)
	}
}

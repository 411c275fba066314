package handover_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/handover"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

const (
	ssms  = "https://acme.portal.example.com/digitanium/v4/mail/config"
	shift = "https://portal.example.com/auth/realms/acme/mail/setup"
)

func TestATargetThatIsNotSavedHasTheDeploymentsURL(t *testing.T) {
	f := newFixture(t)
	got := f.get(t)
	want := handover.Target{
		DeploymentID: site, Settings: mailapi.Settings{Form: mailapi.FormSSMS, URL: ssms},
		SSMSURL: ssms, SHIFTURL: shift, Receipts: []handover.Receipt{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := f.targets.MailAPI(t.Context(), "another"); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("another deployment: %v", err)
	}
}

func TestWhatADocumentLeavesOutIsFilledIn(t *testing.T) {
	for _, tt := range []struct{ given, want mailapi.Settings }{
		{mailapi.Settings{}, mailapi.Settings{Form: mailapi.FormSSMS, URL: ssms}},
		{mailapi.Settings{Form: mailapi.FormSHIFT}, mailapi.Settings{Form: mailapi.FormSHIFT, URL: shift}},
		{mailapi.Settings{URL: shift}, mailapi.Settings{Form: mailapi.FormSHIFT, URL: shift}},
		{mailapi.Settings{URL: "https://192.0.2.7/"}, mailapi.Settings{Form: mailapi.FormOther, URL: "https://192.0.2.7/"}},
		{
			mailapi.Settings{Form: mailapi.FormSSMS, URL: "https://acme.localhost:8443/digitanium/v4/mail/config"},
			mailapi.Settings{Form: mailapi.FormSSMS, URL: "https://acme.localhost:8443/digitanium/v4/mail/config"},
		},
	} {
		f := newFixture(t)
		if diff := cmp.Diff(tt.want, f.save(t, handover.Draft{Settings: tt.given}).Settings); diff != "" {
			t.Errorf("%+v: %s", tt.given, diff)
		}
	}
}

func TestSaveKeepsEveryFieldButTheToken(t *testing.T) {
	f := newFixture(t)
	draft := byClient("https://192.0.2.7/config", "https://192.0.2.7/token", "")
	draft.TimeoutSeconds, draft.Token = 7, set(handToken)
	saved := f.save(t, draft)
	got := f.get(t)
	if diff := cmp.Diff(saved, got); diff != "" {
		t.Error(diff)
	}
	if got.Settings != draft.Settings || !got.Saved || got.Revision == 0 || !got.ClientSecret.Set ||
		got.Bound != "https://192.0.2.7/token as the client patchbay by client_secret_basic, for https://192.0.2.7/config" {
		t.Errorf("it is kept as %+v", got)
	}
	if stored := got.Stored(); len(stored) != 1 || stored[0].Field != "clientSecret" {
		t.Errorf("stored are %+v", stored)
	}
	want := []audit.Entry{{Operator: "Ada", Action: "handover.saved", Deployment: site, Subject: "https://192.0.2.7/config"}}
	if diff := cmp.Diff(want, f.entries(t)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"handover.saved"}, f.published()); diff != "" {
		t.Error(diff)
	}
	if name := f.name(t); name != "https://192.0.2.7/config" {
		t.Errorf("it is called %q", name)
	}
}

func TestSaveRefuses(t *testing.T) {
	f := newFixture(t)
	first := f.save(t, byClient("https://192.0.2.7/config", "https://192.0.2.7/token", ""))
	for name, tt := range map[string]struct {
		change func(*handover.Draft)
		code   string
		fields []string
	}{
		"plain http":        {func(d *handover.Draft) { d.URL = "http://192.0.2.7/config" }, handover.CodeInvalid, []string{"url"}},
		"an unknown form":   {func(d *handover.Draft) { d.Form = "grafana" }, handover.CodeInvalid, []string{"form"}},
		"a masked secret":   {func(d *handover.Draft) { d.ClientSecret = set("*****") }, handover.CodeInvalid, []string{"clientSecret"}},
		"a secret in lines": {func(d *handover.Draft) { d.ClientSecret = set("a\r\nb") }, handover.CodeInvalid, []string{"clientSecret"}},
		"an older revision": {func(d *handover.Draft) { d.Revision-- }, vault.CodeStaleRevision, nil},
		"a secret for nothing": {func(d *handover.Draft) {
			d.TokenURL, d.ClientID, d.ClientAuth, d.Scope, d.ClientSecret = "", "", "", "", set("hush")
		}, handover.CodeInvalid, []string{"tokenUrl"}},
	} {
		draft := first.Draft()
		tt.change(&draft)
		_, err := f.targets.Save(t.Context(), site, draft)
		if !fault.HasCode(err, tt.code) || !cmp.Equal(fields(err), tt.fields) {
			t.Errorf("%s: %v %v", name, err, fields(err))
		}
	}
	if diff := cmp.Diff(first, f.get(t)); diff != "" {
		t.Error(diff)
	}
}

func TestAClientSecretOfNoUseGoes(t *testing.T) {
	for name, change := range map[string]func(*handover.Draft){
		"cleared":              func(d *handover.Draft) { d.ClientSecret = secret.Input{Change: secret.Clear} },
		"without a token URL":  func(d *handover.Draft) { d.TokenURL, d.ClientID, d.ClientAuth, d.Scope = "", "", "", "" },
		"another in its place": func(d *handover.Draft) { d.ClientSecret, d.ClientID = set("hush"), "another" },
	} {
		f := newFixture(t)
		draft := f.save(t, byClient("https://192.0.2.7/config", "https://192.0.2.7/token", "")).Draft()
		change(&draft)
		saved := f.save(t, draft)
		if saved.ClientSecret.Set != (draft.ClientSecret.Change == secret.Set) || (saved.Bound != "") != saved.ClientSecret.Set {
			t.Errorf("%s: %+v", name, saved)
		}
	}
}

func TestEverythingGoesWithTheDeployment(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	draft := byClient(tg.url, tg.tokenURL, tg.caPEM)
	f.save(t, draft)
	f.apply(t, draft)
	for range 2 { // one without anything is no fault
		if err := f.access.Update(t.Context(), func(tx *vault.Tx) error { return f.targets.RemoveAll(tx, site) }); err != nil {
			t.Fatal(err)
		}
	}
	if got := f.get(t); got.Saved || got.ClientSecret.Set || len(got.Receipts) != 0 {
		t.Errorf("what is left: %+v", got)
	}
	_ = f.access.View(t.Context(), func(tx *vault.Tx) error {
		if _, err := handover.NameIn(tx, site); !errors.Is(err, vault.ErrNoRecord) {
			t.Errorf("it still has a name: %v", err)
		}
		info, err := tx.SecretInfo(vault.SecretRef{Kind: handover.KindMailAPI, ID: site, Field: "clientSecret"})
		if err != nil || info.Set {
			t.Errorf("its secret is left: %+v, %v", info, err)
		}
		return nil
	})
}

// TestNothingIsKeptForADeploymentThatIsGone: it may be removed between the look
// at it and the change, and while a target is asked. Nobody could remove what
// was kept then.
func TestNothingIsKeptForADeploymentThatIsGone(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	f.names.gone.Store(true)
	if _, err := f.targets.Save(t.Context(), site, byClient(tg.url, tg.tokenURL, tg.caPEM)); !fault.HasCode(err, "deployment.not_found") {
		t.Errorf("got %v", err)
	}
	if applied := f.apply(t, byHand(tg.url, tg.caPEM)); applied.Report.Unsaved != "there is no such deployment" {
		t.Errorf("the push says %+v", applied.Report)
	}
	if got := f.get(t); got.Saved || got.ClientSecret.Set || len(got.Receipts) != 0 {
		t.Errorf("what is left: %+v", got)
	}
}

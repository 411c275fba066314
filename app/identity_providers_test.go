package app_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/script"
)

// person signs in whenever a page is told what to open.
func (p *pages) person(t *testing.T, who string) {
	t.Helper()
	status := must(p.rehearsal.Status())(t)
	browser := script.NewBrowser(t, status.CAPEM)
	var visits sync.WaitGroup
	t.Cleanup(visits.Wait) // the answer is there before its page has been read
	p.app.Subscribe(func(_ string, payload any) {
		if prompt, ok := payload.(app.SignInPrompt); ok {
			visits.Go(func() {
				if _, err := browser.SignIn(prompt.URL, who); err != nil {
					t.Error(err)
				}
			})
		}
	})
}

// TestIdentityProviders follows an administrator from an empty list to three
// providers that somebody has signed in at.
func TestIdentityProviders(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	if rows := must(p.providers.List(site.ID))(t).Rows; len(rows) != 0 {
		t.Fatalf("%+v", rows)
	}
	drafts := map[string]app.IdentityProviderDraft{}
	for _, kind := range []string{"oidc", "oauth2", "saml"} {
		drafts[kind] = must(p.providers.RehearsalDraft(site.ID, kind))(t)
	}
	p.person(t, "anna")
	for kind, draft := range drafts {
		review := must(p.providers.Review(draft))(t)
		if !review.Ready {
			t.Fatalf("%s: %+v", kind, review.Faults)
		}
		draft.Fields.Name, draft.Fields.CallbackURL = "Test "+kind, "https://app.example.com/"+kind
		checked := must(p.providers.Check(app.IdentityProviderRun{RunID: "check " + kind, Draft: draft}))(t)
		proved := must(p.providers.SignIn(app.IdentityProviderSignIn{RunID: "signin " + kind, Draft: draft}))(t)
		if checked.Verdict != "passed" || proved.Verdict != "passed" || proved.Person == nil || proved.Person.Email != "anna@example.com" {
			t.Errorf("%s: check %s, sign-in %s, %+v", kind, checked.Verdict, proved.Verdict, proved.Person)
		}
		saved := must(p.providers.Save(draft))(t)
		if saved.Light != app.LightProved || saved.LastSignIn == nil || saved.LastCheck == nil {
			t.Errorf("%s: what was proved and then saved is %s (%s)", kind, saved.Light, saved.Summary)
		}
		if kind == "saml" && (!saved.SPKey.Set || saved.Fields.SPCertificatePEM == "") {
			t.Error("saml: saved without a key")
		}
	}
	rows := must(p.providers.List(site.ID))(t).Rows
	if len(rows) != 3 || rows[0].Level != "signin" {
		t.Fatalf("%+v", rows)
	}
	off := must(p.providers.SetEnabled(site.ID, rows[0].ID, rows[0].Revision, false))(t)
	if off.Light != app.LightDisabled {
		t.Errorf("switched off: %s", off.Light)
	}
	if err := p.providers.Remove(site.ID, off.ID, off.Revision); err != nil {
		t.Fatal(err)
	}
}

func TestIdentityProviderRollover(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	draft := must(p.providers.RehearsalDraft(site.ID, "saml"))(t)
	draft.Fields.Name, draft.Fields.CallbackURL = "Contoso", "https://app.example.com/saml/acs"
	first := must(p.providers.Save(draft))(t)
	second := must(p.providers.BeginRollover(site.ID, first.ID, first.Revision))(t)
	stored := draft
	stored.ID, stored.Revision, stored.Fields = second.ID, second.Revision, second.Fields
	both := must(p.providers.SPMetadata(app.SPMetadataRequest{Draft: stored}))(t).XML
	if n := strings.Count(both, `use="signing"`); n != 2 {
		t.Errorf("%d signing keys during a rollover:\n%s", n, both)
	}
	last := must(p.providers.FinishRollover(site.ID, second.ID, second.Revision))(t)
	if last.Fields.SPCertificatePEM != second.Fields.SPNextCertificatePEM || last.SPNextKey.Set {
		t.Error("the second key is not in the place of the first")
	}
}

// TestAnswerByHand pastes first what is no answer, and then one.
func TestAnswerByHand(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	draft := must(p.providers.RehearsalDraft(site.ID, "oidc"))(t)
	draft.Fields.CallbackURL = "https://app.example.com/callback"
	browser := script.NewBrowser(t, must(p.rehearsal.Status())(t).CAPEM)
	var visits sync.WaitGroup
	t.Cleanup(visits.Wait)
	p.app.Subscribe(func(_ string, payload any) {
		prompt, ok := payload.(app.SignInPrompt)
		if !ok {
			return
		}
		visits.Go(func() {
			if err := p.providers.Answer(app.PastedAnswer{RunID: prompt.RunID, Text: "good morning"}); !fault.HasCode(err, "idp.paste_unreadable") {
				t.Errorf("what is no answer: %v", err)
			}
			exit, err := browser.Choose(prompt.URL, "anna")
			if err != nil {
				t.Error(err)
			}
			if err := p.providers.Answer(app.PastedAnswer{RunID: prompt.RunID, Text: exit.URL}); err != nil {
				t.Error(err)
			}
		})
	})
	proved := must(p.providers.SignIn(app.IdentityProviderSignIn{RunID: "r", Draft: draft, ByHand: true}))(t)
	if proved.Verdict == "failed" || proved.Person == nil {
		t.Errorf("%s", proved.Verdict)
	}
	if err := p.providers.Answer(app.PastedAnswer{RunID: "r", Text: "x"}); !fault.HasCode(err, "idp.no_attempt") {
		t.Errorf("an answer that nobody waits for: %v", err)
	}
}

func TestPresetsSheetsAndRules(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	presets := must(p.providers.Presets())(t)
	entra := slices.IndexFunc(presets, func(s app.SignInPreset) bool { return strings.Contains(s.Name, "Entra") })
	if entra < 0 {
		t.Fatalf("%d presets without Entra", len(presets))
	}
	draft := app.IdentityProviderDraft{DeploymentID: site.ID}
	draft.Fields.Type, draft.Fields.CallbackURL = "oidc", "https://app.example.com/callback"
	var answers []app.PresetAnswer
	for _, question := range presets[entra].Questions {
		answers = append(answers, app.PresetAnswer{Key: question.Key, Value: "11111111-2222-3333-4444-555555555555"})
	}
	filled := must(p.providers.ApplyPreset(app.PresetAnswers{Draft: draft, Preset: presets[entra].ID, Answers: answers}))(t)
	if !strings.Contains(filled.Fields.Issuer, "11111111-2222-3333-4444-555555555555") {
		t.Errorf("issuer %q", filled.Fields.Issuer)
	}
	if filled.Fields.Name != presets[entra].Name {
		t.Errorf("a provider without a name is called %q", filled.Fields.Name)
	}
	named := draft
	named.Fields.Name = "Staff"
	again := must(p.providers.ApplyPreset(app.PresetAnswers{Draft: named, Preset: presets[entra].ID, Answers: answers}))(t)
	if again.Fields.Name != "Staff" {
		t.Errorf("the name became %q", again.Fields.Name)
	}
	sheet := must(p.providers.Sheet(filled))(t)
	if !strings.Contains(sheet.Text, "https://app.example.com/callback") || len(sheet.Entries) == 0 {
		t.Errorf("%+v", sheet)
	}
	findings := must(p.providers.Explain(app.PastedPage{Draft: filled, Text: "AADSTS50011: The redirect URI does not match"}))(t)
	if len(findings) == 0 || findings[0].Code != "idp.redirect_uri_mismatch" {
		t.Errorf("%+v", findings)
	}
	simulation := must(p.providers.Simulate(app.SimulationRequest{
		AllowedDomains: []string{"example.com", "no domain"}, People: []app.SimulatedPerson{{Email: "a@EXAMPLE.com"}, {Email: "b@other.example"}},
	}))(t)
	if len(simulation.Faults) != 1 || !simulation.Decisions[0].Admitted || simulation.Decisions[1].Admitted || simulation.Decisions[0].Email != "a@example.com" {
		t.Errorf("%+v", simulation)
	}
	filled.Fields.LoopbackPort = 70000
	if _, err := p.providers.Review(filled); fault.Of(err).Fields == nil {
		t.Errorf("a port that is none: %v", err)
	}
}

// TestPersonView writes each item of a list apart, and what is no text as JSON.
func TestPersonView(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	draft := must(p.providers.RehearsalDraft(site.ID, "oidc"))(t)
	p.person(t, "anna")
	person := must(p.providers.SignIn(app.IdentityProviderSignIn{RunID: "r", Draft: draft}))(t).Person
	if person == nil {
		t.Fatal("nobody signed in")
	}
	claims := map[string][]string{}
	for _, claim := range person.Claims {
		claims[claim.Name] = claim.Values
	}
	if !slices.Equal(claims["groups"], []string{"operators", "staff"}) || !slices.Equal(claims["email_verified"], []string{"true"}) || len(claims["exp"]) != 1 {
		t.Errorf("%v", claims)
	}
	if !json.Valid([]byte(claims["exp"][0])) || strings.Contains(claims["exp"][0], "e+") {
		t.Errorf("exp is written %q", claims["exp"][0])
	}
}

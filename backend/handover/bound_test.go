package handover_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/handover"
)

// TestSC14_AClientSecretGoesOnlyWhereItWasSavedFor changes each part alone that
// a stored client secret is bound to: it is refused by name, noted, and reaches
// nobody.
func TestSC14_AClientSecretGoesOnlyWhereItWasSavedFor(t *testing.T) {
	honest, hostile := newTarget(t), newTarget(t)
	for name, change := range map[string]func(*handover.Draft){
		"url":        func(d *handover.Draft) { d.URL, d.CAPEM = hostile.url, honest.caPEM+hostile.caPEM },
		"tokenUrl":   func(d *handover.Draft) { d.TokenURL, d.CAPEM = hostile.tokenURL, honest.caPEM+hostile.caPEM },
		"clientId":   func(d *handover.Draft) { d.ClientID = "eve" },
		"clientAuth": func(d *handover.Draft) { d.ClientAuth = "client_secret_post" },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			saved := f.save(t, byClient(honest.url, honest.tokenURL, honest.caPEM))
			draft := saved.Draft()
			change(&draft)

			_, err := f.targets.Save(t.Context(), site, draft)
			refusedByName(t, "saving", err)
			_, err = f.targets.Apply(t.Context(), site, handover.ApplyRequest{Draft: draft})
			refusedByName(t, "pushing", err)
			plan := f.plan(t, draft)
			if plan.Ready || !cmp.Equal(blamed(plan.Faults), []string{"clientSecret"}) {
				t.Errorf("the plan says %+v", plan.Faults)
			}

			entry := audit.Entry{
				Operator: "Ada", Deployment: site, Subject: draft.URL, Refused: true,
				Detail: "clientSecret was saved for " + saved.Bound,
			}
			pushed, kept := entry, entry
			pushed.Action, kept.Action = "handover.applied", "handover.saved"
			if diff := cmp.Diff([]audit.Entry{pushed, kept}, f.entries(t)[:2]); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(saved, f.get(t)); diff != "" {
				t.Errorf("it has changed: %s", diff)
			}
			if f.mail.opened.Load() != 0 {
				t.Error("the secrets of the outgoing mail were opened")
			}
		})
	}
	t.Run("the deployment's names", func(t *testing.T) {
		f := newFixture(t)
		draft := byClient("", honest.tokenURL, honest.caPEM)
		draft.Form = "ssms"
		draft = f.save(t, draft).Draft()
		f.names.hostname, draft.URL = "portal.example.net", ""
		_, err := f.targets.Save(t.Context(), site, draft)
		refusedByName(t, "saving", err)
	})
	for _, tg := range []*target{honest, hostile} {
		if tg.leaked(clientSecret) || tg.leaked(mailPassword) {
			t.Error("a secret has left")
		}
	}
}

func refusedByName(t *testing.T, what string, err error) {
	t.Helper()
	if !fault.HasCode(err, handover.CodeBoundElsewhere) || !cmp.Equal(fields(err), []string{"clientSecret"}) {
		t.Errorf("%s says %v %v", what, err, fields(err))
	}
}

// TestAnAuthorityOrAScopeMayChange: neither says where the secret goes.
func TestAnAuthorityOrAScopeMayChange(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	draft := f.save(t, byClient(tg.url, tg.tokenURL, "")).Draft()
	draft.CAPEM, draft.Scope, draft.TimeoutSeconds = tg.caPEM, "", 5
	if saved := f.save(t, draft); !saved.ClientSecret.Set || !strings.Contains(saved.Bound, tg.tokenURL) {
		t.Errorf("the secret is gone: %+v", saved)
	}
	if applied := f.apply(t, draft); applied.Report.Verdict == "failed" || !tg.leaked(clientSecret) {
		t.Errorf("it was not used: %+v", applied.Report.Steps)
	}
}

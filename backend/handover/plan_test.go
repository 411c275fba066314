package handover_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/handover"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
)

func TestAPlanSaysWhatWillBeWritten(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	f.mail.settings.EHLOName = "portal.example.com"
	plan := f.plan(t, byHand(tg.url, tg.caPEM))
	if !plan.Ready || len(plan.Faults) != 0 || plan.Method != "POST" || plan.URL != tg.url {
		t.Errorf("the plan is %+v", plan)
	}
	if diff := cmp.Diff([]string{"password"}, plan.Secrets); diff != "" {
		t.Error(diff)
	}
	lost := func(l mailapi.Loss) bool { return l.Field == "ehloName" && !l.Breaks }
	if !slices.ContainsFunc(plan.Losses, lost) {
		t.Errorf("lost are %+v", plan.Losses)
	}
	for _, part := range []string{`"host"`, "mail.example.com", `"587"`, "Portal"} {
		if !strings.Contains(plan.Body, part) {
			t.Errorf("the body lacks %s: %s", part, plan.Body)
		}
	}
	if strings.Contains(plan.Body, mailPassword) || strings.Contains(plan.Body, "stored in the vault") {
		t.Errorf("the body is not masked: %s", plan.Body)
	}
	if bodies, _ := tg.received(); len(bodies) != 0 || f.mail.opened.Load() != 0 || len(f.published()) != 0 || len(f.entries(t)) != 0 {
		t.Error("a plan has done something")
	}
}

// TestThePlanIsWhatIsPushed: but for the masks, and byte for byte.
func TestThePlanIsWhatIsPushed(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	draft := byHand(tg.url, tg.caPEM)
	plan, applied := f.plan(t, draft), f.apply(t, draft)
	bodies, _ := tg.received()
	if len(bodies) != 1 || !strings.Contains(bodies[0], mailPassword) {
		t.Fatalf("%d requests, the password in them: %v", len(bodies), false)
	}
	if plan.Body != mailapi.Masked(secret.FromString(bodies[0])) || applied.Exchange == nil || applied.Exchange.RequestBody != plan.Body {
		t.Errorf("planned was %s", plan.Body)
	}
}

func TestAPlanNamesWhatIsMissing(t *testing.T) {
	tg := newTarget(t)
	for _, tt := range []struct {
		name  string
		draft func() handover.Draft
		want  []string
	}{
		{"a token", func() handover.Draft { return handover.Draft{Settings: mailapi.Settings{URL: tg.url}} }, []string{"token"}},
		{"a client secret", func() handover.Draft {
			d := byClient(tg.url, tg.tokenURL, tg.caPEM)
			d.ClientSecret = secret.Input{Change: secret.Keep}
			return d
		}, []string{"clientSecret"}},
		{"a token beside a token URL", func() handover.Draft {
			d := byClient(tg.url, tg.tokenURL, tg.caPEM)
			d.Token = set("once")
			return d
		}, []string{"token"}},
		{"a mask", func() handover.Draft { d := byHand(tg.url, ""); d.Token = set("•••••"); return d }, []string{"token"}},
		{"the word Bearer", func() handover.Draft { d := byHand(tg.url, ""); d.Token = set("Bearer abc"); return d }, []string{"token"}},
		{"a header", func() handover.Draft { d := byHand(tg.url, ""); d.Token = set("a\r\nHost: evil"); return d }, []string{"token"}},
		{"https", func() handover.Draft { return byHand("http://127.0.0.1/config", "") }, []string{"url"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			plan := f.plan(t, tt.draft())
			if plan.Ready || !cmp.Equal(blamed(plan.Faults), tt.want) {
				t.Errorf("the plan blames %+v", plan.Faults)
			}
			if plan.Body == "" {
				t.Error("what would be written is not shown")
			}
			_, err := f.targets.Apply(t.Context(), site, handover.ApplyRequest{Draft: tt.draft()})
			if !fault.HasCode(err, handover.CodeInvalid) || !cmp.Equal(fields(err), tt.want) || f.mail.opened.Load() != 0 {
				t.Errorf("pushing says %v %v", err, fields(err))
			}
		})
	}
}

// TestMailThatMeansNothingElsewhere is named in the plan, and not pushed.
func TestMailThatMeansNothingElsewhere(t *testing.T) {
	tg := newTarget(t)
	invalid := fault.New(fault.Invalid, "settings.invalid", "the settings are not valid")
	for _, tt := range []struct {
		name   string
		mail   error
		code   string
		fields []string
	}{
		{"there is none", fault.New(fault.NotFound, "outgoing.not_configured", "none yet").WithHint("save one"), handover.CodeNoMail, []string{"smtp"}},
		{"a variable has no value", invalid.WithField("from", "the variable %domain% has no value").
			WithField("host", "the variable %domain% has no value"), handover.CodeIncomplete, []string{"smtp.from", "smtp.host"}},
		{"a secret is bound elsewhere", fault.New(fault.Invalid, handover.CodeBoundElsewhere, "a stored secret was saved for another destination").
			WithField("password", "was saved for another server"), handover.CodeBoundElsewhere, []string{"smtp.password"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			f.mail.refuses = tt.mail
			plan := f.plan(t, byHand(tg.url, tg.caPEM))
			if plan.Ready || plan.Body != "" || !cmp.Equal(blamed(plan.Faults), tt.fields) {
				t.Errorf("the plan is %+v", plan)
			}
			_, err := f.targets.Apply(t.Context(), site, handover.ApplyRequest{Draft: byHand(tg.url, tg.caPEM)})
			if !fault.HasCode(err, tt.code) || !cmp.Equal(fields(err), tt.fields) {
				t.Errorf("pushing says %v %v", err, fields(err))
			}
		})
	}
	t.Run("the vault is locked meanwhile", func(t *testing.T) {
		f := newFixture(t)
		f.mail.refuses = fault.New(fault.Locked, "vault.locked", "the vault is locked")
		if _, err := f.targets.Plan(t.Context(), site, byHand(tg.url, "")); !fault.HasCode(err, "vault.locked") {
			t.Errorf("the plan says %v", err)
		}
	})
	if bodies, _ := tg.received(); len(bodies) != 0 {
		t.Error("something was pushed")
	}
}

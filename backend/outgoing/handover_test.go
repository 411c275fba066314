package outgoing_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

const handing = "handover.applied"

// withVariables is a complete draft that leaves two values to variables.
func withVariables() outgoing.Draft {
	return outgoing.Draft{
		Settings: smtp.Settings{
			Host: "mail.%domain%", Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword,
			User: "portal", From: "portal@%domain%",
		},
		Secrets: smtp.SecretInputs{Password: set(canary)},
	}
}

func TestHandOverFillsInWhatIsStored(t *testing.T) {
	f := newFixture(t)
	f.variables["domain"] = "example.com"
	saved := f.save(t, withVariables())

	got, err := f.servers.HandOver(t.Context(), site, handing)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Secrets.Wipe()
	want := smtp.Settings{
		Enabled: new(true), Host: "mail.example.com", Port: "587", Security: smtp.SecuritySTARTTLS,
		Auth: smtp.SignInPassword, User: "portal", From: "portal@example.com", TimeoutSeconds: 10,
	}
	if diff := cmp.Diff(want, got.Settings); diff != "" {
		t.Error(diff)
	}
	if string(got.Secrets.Password.Reveal()) != canary || got.ConfigHash != want.Hash() || got.Status.Light != outgoing.Never {
		t.Errorf("it is handed over as %+v", got)
	}

	plan, err := f.servers.Deliverable(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Secrets.Any() || !cmp.Equal(plan.Settings, want) || !cmp.Equal(plan.Stored, saved.Stored()) || len(plan.Stored) != 1 {
		t.Errorf("the plan knows %+v", plan)
	}
}

func TestWhatMeansNothingElsewhereIsNotHandedOver(t *testing.T) {
	for _, tt := range []struct {
		name   string
		saved  *outgoing.Draft
		code   string
		kind   fault.Kind
		fields []string
	}{
		{"nothing is stored", nil, outgoing.CodeNotConfigured, fault.NotFound, nil},
		{"a variable has no value", new(withVariables()), outgoing.CodeInvalid, fault.Invalid, []string{"from", "host"}},
		{"a variable has a bad value", &outgoing.Draft{
			Settings: smtp.Settings{Host: "mail.example.com", Port: "%port%", From: "a@example.com"},
		}, outgoing.CodeInvalid, fault.Invalid, []string{"port"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			if tt.saved != nil {
				f.variables["domain"], f.variables["port"] = "example.com", "25"
				f.save(t, *tt.saved)
				delete(f.variables, "domain")
				f.variables["port"] = "many"
			}
			_, planned := f.servers.Deliverable(t.Context(), site)
			_, handed := f.servers.HandOver(t.Context(), site, handing)
			for _, err := range []error{planned, handed} {
				if !fault.HasCode(err, tt.code) || fault.Of(err).Kind != tt.kind || !cmp.Equal(sortedFields(err), tt.fields) {
					t.Errorf("%v %v", err, sortedFields(err))
				}
			}
		})
	}
}

func TestSC14_APasswordIsNotHandedOverWithAnotherServer(t *testing.T) {
	f := newFixture(t)
	f.variables["domain"] = "example.com"
	f.save(t, withVariables())
	f.variables["domain"] = "evil.example.net"

	got, err := f.servers.HandOver(t.Context(), site, handing)
	if !fault.HasCode(err, outgoing.CodeBoundElsewhere) || !cmp.Equal(sortedFields(err), []string{"password"}) || got.Secrets.Any() {
		t.Errorf("%v %+v", err, got)
	}
	if _, err := f.servers.Deliverable(t.Context(), site); !fault.HasCode(err, outgoing.CodeBoundElsewhere) {
		t.Errorf("the plan says %v", err)
	}
	want := []audit.Entry{{
		Operator: "Ada", Action: handing, Deployment: site, Subject: "mail.evil.example.net", Refused: true,
		Detail: "password was saved for mail.example.com on port 587 (starttls) as portal",
	}}
	if diff := cmp.Diff(want, f.refusals(t)); diff != "" {
		t.Error(diff)
	}
}

func TestAViewerHandsNothingOver(t *testing.T) {
	f := newFixture(t)
	f.variables["domain"] = "example.com"
	f.save(t, withVariables())
	f.access.viewer = true
	if got, err := f.servers.HandOver(t.Context(), site, handing); err == nil || got.Secrets.Any() {
		t.Errorf("a viewer gets %+v, %v", got, err)
	}
	plan, err := f.servers.Deliverable(t.Context(), site)
	if err != nil || plan.Secrets.Any() {
		t.Errorf("a viewer plans %+v, %v", plan, err)
	}
	shown, err := json.Marshal(plan.Stored)
	if err != nil || strings.Contains(string(shown), canary) {
		t.Error("the plan shows the password")
	}
}

// TestDelivered: a glance is current while settings and secrets are those it was
// made with.
func TestDelivered(t *testing.T) {
	f := newFixture(t)
	f.variables["domain"] = "example.com"
	if same, err := f.servers.Delivered(t.Context(), site, []evidence.Glance{{}, {Verdict: proof.Passed}}); err != nil ||
		!cmp.Equal(same, []bool{false, false}) {
		t.Errorf("without a server: %v, %v", same, err)
	}
	saved := f.save(t, withVariables())
	handed, err := f.servers.HandOver(t.Context(), site, handing)
	if err != nil {
		t.Fatal(err)
	}
	glance := evidence.GlanceOf(proof.Report{Verdict: proof.Failed, ConfigHash: handed.ConfigHash}, handed.Secrets, evidence.Words{})
	handed.Secrets.Wipe()
	current := func(want bool, when string) {
		t.Helper()
		same, err := f.servers.Delivered(t.Context(), site, []evidence.Glance{glance, {}})
		if err != nil || !cmp.Equal(same, []bool{want, false}) {
			t.Errorf("%s: %v, %v", when, same, err)
		}
	}
	current(true, "at first")

	again := edited(saved)
	again.Secrets.Password = set(canary)
	saved = f.save(t, again)
	current(true, "after the same password was entered again")

	other := edited(saved)
	other.Secrets.Password = set("another password")
	saved = f.save(t, other)
	current(false, "with another password")

	back := edited(saved)
	back.Secrets.Password = set(canary)
	saved = f.save(t, back)
	current(true, "with the first password")

	named := edited(saved)
	named.Settings.FromName = "Portal"
	f.save(t, named)
	current(false, "with another name")
}

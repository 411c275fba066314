package gateway_test

import (
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

// viaDeployment is a gateway that uses the outgoing mail of a deployment.
func viaDeployment(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	server, d := rehearsal(t)
	f.deployments.settings = d.Settings.SMTP()
	f.deployments.secrets = smtp.Secrets{Password: server.Password()}
	f.save(t, gateway.Draft{Settings: gateway.Settings{Enabled: true, UseDeployment: "Portal"}})
	return f
}

func (f *fixture) mail(t *testing.T) error {
	t.Helper()
	_, err := f.SendReset(t.Context(), gateway.ResetMail{
		PersonName: "Ed", Email: "ed@example.com", Password: secret.FromString("abcd-efgh-jkmn"),
	})
	return err
}

func TestSource004_TheOutgoingMailOfADeploymentIsUsed(t *testing.T) {
	f := viaDeployment(t)
	stored := f.get(t)
	if stored.DeploymentName != "Portal" || stored.Redirected != "" || stored.Status.Light != "proved" || stored.Target() != "" {
		t.Errorf("%+v", stored)
	}
	if err := f.mail(t); err != nil {
		t.Errorf("mailing: %v", err)
	}
	report, err := f.Prove(t.Context(), gateway.ProofRequest{Draft: stored.Draft(), Level: smtp.LevelSignIn})
	if err != nil || f.deployments.proofs != 1 || !strings.Contains(report.Shows, "Portal") ||
		strings.Contains(report.Shows, "no password is mailed") {
		t.Errorf("proving: %+v %v", report, err)
	}
}

// An editor may change the outgoing mail of a deployment. He must not become an
// owner by it: no password goes anywhere else than where an owner chose.
func TestNoPasswordFollowsTheOutgoingMailElsewhere(t *testing.T) {
	moves := map[string]func(*smtp.Settings){
		"host":          func(s *smtp.Settings) { s.Host = "127.0.0.2" },
		"port":          func(s *smtp.Settings) { s.Port = "1" },
		"security":      func(s *smtp.Settings) { s.Security = smtp.SecuritySTARTTLS },
		"user":          func(s *smtp.Settings) { s.User = "eve@example.com" },
		"from":          func(s *smtp.Settings) { s.From = "eve@example.com" },
		"reply to":      func(s *smtp.Settings) { s.ReplyTo = "eve@example.com" },
		"envelope from": func(s *smtp.Settings) { s.EnvelopeFrom = "eve@example.com" },
		"authorities":   func(s *smtp.Settings) { s.CAPEM += "\n" },
		"gone":          func(s *smtp.Settings) { *s = smtp.Settings{} },
	}
	for name, move := range moves {
		t.Run(name, func(t *testing.T) {
			f := viaDeployment(t)
			move(&f.deployments.settings)
			stored := f.get(t)
			if stored.Redirected == "" || stored.Status.Light != "failed" {
				t.Errorf("%+v", stored)
			}
			err := f.mail(t)
			if got := fault.Of(err); got.Code != gateway.CodeRedirected || got.Kind != fault.Conflict || got.Hint == "" {
				t.Errorf("mailing: %v", err)
			}
			report, err := f.Prove(t.Context(), gateway.ProofRequest{Draft: stored.Draft(), Level: smtp.LevelSignIn})
			if err != nil || !strings.Contains(report.Shows, "no password is mailed: "+stored.Redirected) {
				t.Errorf("proving: %q %v", report.Shows, err)
			}
			if name == "gone" {
				return
			}
			f.save(t, stored.Draft())
			if stored := f.get(t); stored.Redirected != "" {
				t.Errorf("after an owner has saved it: %+v", stored)
			}
		})
	}
	t.Run("what leads nowhere else may change", func(t *testing.T) {
		f := viaDeployment(t)
		f.deployments.settings.TimeoutSeconds, f.deployments.settings.FromName = 5, "Portal"
		if err := f.mail(t); err != nil {
			t.Error(err)
		}
	})
}

// The gateway has no user and no password then: what is to be looked at is the
// deployment's.
func TestAFailedMailBlamesTheDeploymentThatSendsIt(t *testing.T) {
	f := viaDeployment(t)
	f.deployments.secrets.Password = secret.FromString("another one")
	got := fault.Of(f.mail(t))
	if got.Code != gateway.CodeNotSent || got.Hint == "" || got.Remote == nil || len(got.Fields) != 1 ||
		got.Fields[0].Name != "useDeployment" ||
		!strings.Contains(got.Fields[0].Message, "the outgoing mail of Portal may be to blame: ") ||
		!strings.Contains(got.Fields[0].Message, "password") {
		t.Errorf("%s %+v hint %q", got.Code, got.Fields, got.Hint)
	}
}

func TestADeploymentThatIsGone(t *testing.T) {
	f := viaDeployment(t)
	f.deployments.gone = true
	if stored := f.get(t); stored.Redirected == "" || stored.Status.Light != "missing" && stored.Status.Light != "failed" {
		t.Errorf("%+v", stored)
	}
	if err := f.mail(t); !fault.HasCode(err, gateway.CodeRedirected) {
		t.Error(err)
	}
}

func TestSource004_WhileItIsOffTheDeploymentNeedsNoMail(t *testing.T) {
	f := newFixture(t)
	d := gateway.Draft{Settings: gateway.Settings{Enabled: true, UseDeployment: "Portal"}}
	if _, err := f.Save(t.Context(), d); !fault.HasCode(err, gateway.CodeInvalid) || names(fault.Of(err).Fields)[0] != "useDeployment" {
		t.Errorf("enabled: %v", err)
	}
	d.Settings.Enabled = false
	if stored := f.save(t, d); stored.Settings.UseDeployment != site || stored.Status.Light != "disabled" {
		t.Errorf("%+v", stored)
	}
}

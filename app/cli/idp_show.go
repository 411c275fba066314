package cli

import (
	"strings"
	"time"

	"patchbay/backend/deployment"
	"patchbay/backend/evidence"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// idpDocument is a provider as it is printed: its document, and in which light
// the last proof puts it.
type idpDocument struct {
	signin.Document
	Status idpStatusDocument `json:"status"`
}

type idpStatusDocument struct {
	Light    evidence.Light `json:"light"`
	Summary  string         `json:"summary"`
	Level    string         `json:"level,omitempty"` // of the proof: "check" or "signin"
	Code     string         `json:"code,omitempty"`  // of its first finding
	Cause    string         `json:"cause,omitempty"`
	ProvedAt *time.Time     `json:"provedAt,omitempty"`
}

func idpDocumentOf(p idp.Provider) idpDocument {
	d := idpDocument{
		Document: p.Settings.Document(p.Infos.Views()),
		Status:   idpStatusDocument{Light: p.Status.Light, Summary: p.Status.Summary},
	}
	if report := p.Status.Proof; report != nil {
		d.Status.Level, d.Status.ProvedAt = report.Level, new(report.StartedAt.UTC())
		for _, step := range report.Steps {
			if step.Finding != nil && step.Verdict == report.Verdict {
				d.Status.Code, d.Status.Cause = step.Finding.Code, step.Finding.Cause
				break
			}
		}
	}
	return d
}

func idpRowOf(s idp.Summary) idpDocument {
	d := idpDocument{
		Document: s.Settings.Document(s.Infos.Views()),
		Status: idpStatusDocument{
			Light: s.Status.Light, Summary: s.Status.Summary, Level: s.Level, Code: s.Code, Cause: s.Cause,
		},
	}
	if !s.ProvedAt.IsZero() {
		d.Status.ProvedAt = new(s.ProvedAt.UTC())
	}
	return d
}

func idpListCommand() command {
	return command{
		name:     "idp list",
		short:    "list the sign-in providers of the deployment, and what their last proofs said",
		examples: []string{"patchbay idp list", "patchbay idp list --json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				all, err := bench.Providers.List(c.ctx, d.ID)
				if err != nil {
					return err
				}
				documents := make([]idpDocument, len(all))
				rows := make([][]string, len(all))
				for i, s := range all {
					documents[i] = idpRowOf(s)
					rows[i] = []string{s.Settings.Name, string(s.Settings.Type), s.Settings.Target(), s.Status.Summary}
				}
				return c.out.result(documents, func(p *printer) {
					if len(rows) == 0 {
						p.line("%s has no sign-in provider yet.", d.Name)
						return
					}
					p.table([]string{"NAME", "TYPE", "PROVIDER", "STATUS"}, rows)
				})
			})
		},
	}
}

func idpShowCommand() command {
	return command{
		name: "idp show", args: "NAME", min: 1, max: 1,
		short:    "show a sign-in provider, without its secrets",
		examples: []string{"patchbay idp show Contoso", "patchbay idp show Contoso --json"},
		run: func(c *call) error {
			return c.withProvider(func(_ *workbench.Workbench, p idp.Provider) error {
				return c.out.result(idpDocumentOf(p), func(out *printer) { printIDP(out, p) })
			})
		},
	}
}

func printIDP(out *printer, p idp.Provider) {
	s := p.Settings.WithDefaults()
	signUp := "known users only"
	if s.SelfServiceSignUp {
		signUp = "unknown users get an account"
	}
	for _, row := range [][2]string{
		{"Name", s.Name},
		{"Auth type", string(s.Type)},
		{"Auth URL", s.AuthURL},
		{"Sign-in text", s.SignInMessage},
		{"Domains", strings.Join(s.AllowedDomains, ", ")},
		{"Callback URL", s.CallbackURL},
		{"Sign-up", signUp},
		{"Issuer", s.Issuer},
		{"Client ID", s.ClientID},
		{"Client secret", secretState(p.Infos.ClientSecret)},
		{"Scopes", strings.Join(s.Scopes, " ")},
		{"Token URL", s.TokenURL},
		{"User info", s.UserInfoURL},
		{"Metadata", s.MetadataURL},
		{"IdP entity ID", s.IDPEntityID},
		{"SP entity ID", s.SPEntityID},
		{"SP key", secretState(p.Infos.SPKey)},
		{"Status", p.Status.Summary},
	} {
		out.labelled(0, row[0], row[1])
	}
}

// secretState says since when a secret is kept, "" when none is.
func secretState(kept vault.SecretInfo) string {
	if !kept.Set {
		return ""
	}
	return "set " + kept.ChangedAt.UTC().Format("2006-01-02 15:04 UTC")
}

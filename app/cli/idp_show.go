package cli

import (
	"strings"

	"patchbay/backend/deployment"
	"patchbay/backend/idp"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

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
				documents := make([]idp.Document, len(all))
				rows := make([][]string, len(all))
				for i, s := range all {
					documents[i] = s.Document()
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
				return c.out.result(p.Document(), func(out *printer) { printIDP(out, p) })
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

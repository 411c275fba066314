package cli

import (
	"cmp"

	"github.com/spf13/pflag"

	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/sso"
	"patchbay/backend/workbench"
)

func idpProbeCommand() command {
	var source idpSource
	return command{
		name: "idp probe", args: "[NAME]", max: 1,
		short:    "try the settings that can only be told by trying, and say which the provider takes",
		long:     "Client authentication, PKCE, the spelling of the issuer; NameID policy, binding and signature of SAML requests. Nobody has to sign in.",
		examples: []string{"patchbay idp probe Contoso", "patchbay idp probe --from contoso.json --json"},
		flags:    source.bindRun,
		run: func(c *call) error {
			if err := source.check(c, "idp probe"); err != nil {
				return err
			}
			if source.from != "" {
				request, done, err := source.request(c)
				if err != nil {
					return err
				}
				defer done()
				return c.showProbe(sso.Probe(c.ctx, request))
			}
			return c.withProvider(func(bench *workbench.Workbench, p idp.Provider) error {
				report, err := bench.Providers.Probe(c.ctx, p.DeploymentID, idp.ProofRequest{Draft: p.Draft()})
				if err != nil {
					return err
				}
				return c.showProbe(report)
			})
		},
	}
}

// probeDocument is a probe as it is printed.
type probeDocument struct {
	Rows    []probeRow     `json:"rows"`
	Finding *proof.Finding `json:"finding,omitempty"`
}

type probeRow struct {
	Setting     string              `json:"setting"`
	Value       string              `json:"value"`
	Current     bool                `json:"current"`
	Verdict     signin.ProbeVerdict `json:"verdict"`
	Detail      string              `json:"detail,omitempty"`
	Remote      *fault.Remote       `json:"remote,omitempty"`
	Alternative *proof.Alternative  `json:"alternative,omitempty"`
}

func (c *call) showProbe(report signin.ProbeReport) error {
	document := probeDocument{Rows: []probeRow{}, Finding: report.Finding}
	rows := make([][]string, len(report.Rows))
	for i, r := range report.Rows {
		document.Rows = append(document.Rows, probeRow{r.Setting, r.Value, r.Current, r.Verdict, r.Detail, r.Remote, r.Alternative})
		rows[i] = []string{r.Label, string(r.Verdict), r.Detail}
	}
	err := c.out.result(document, func(p *printer) {
		if report.Finding != nil {
			p.finding("probe", *report.Finding)
			return
		}
		p.table([]string{"SETTING", "VERDICT", "WHAT THE PROVIDER DID"}, rows)
	})
	if err == nil && report.Finding != nil {
		err = errProofFailed
	}
	return err
}

func idpExplainCommand() command {
	var from string
	return command{
		name: "idp explain", args: "[FILE]", max: 1,
		short: "say what a page or address means that a provider shows instead of coming back",
		long: "The text of the page, or the address that the browser shows, is read from FILE or from standard input. With " +
			"--from the values of that document are named in the answer.",
		examples: []string{"patchbay idp explain page.txt", "patchbay idp explain --from contoso.json < page.txt"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&from, "from", "", "`FILE` with the document of the provider")
		},
		run: func(c *call) error {
			var settings signin.Settings
			if from != "" {
				var inputs signin.SecretInputs
				var err error
				if settings, inputs, err = (idpSource{from: from}).read(c); err != nil {
					return err
				}
				inputs.Wipe()
			}
			path := "-"
			if len(c.args) > 0 {
				path = c.args[0]
			}
			text, err := c.readFile(path)
			if err != nil {
				return err
			}
			return c.showExplained(refusal.ExplainPage(string(text), settings.WithDefaults(), signin.Location{URL: settings.CallbackURL}))
		},
	}
}

func (c *call) showExplained(findings []proof.Finding) error {
	document := struct {
		Findings []proof.Finding `json:"findings"`
	}{findings}
	return c.out.result(document, func(p *printer) {
		for _, f := range findings {
			p.finding(cmp.Or(f.Reason, "page"), f)
		}
	})
}

func idpSimulateCommand() command {
	var domains []string
	var signUp, known bool
	var trust string
	return command{
		name: "idp simulate", args: "ADDRESS...", min: 1, max: -1,
		short:    "play allowed domains and self-service sign-up through for people",
		examples: []string{"patchbay idp simulate --allow example.com --allow *.corp.example anna@eu.corp.example"},
		flags: func(f *pflag.FlagSet) {
			f.StringArrayVar(&domains, "allow", nil, "`DOMAIN` that is allowed, *. for subdomains; default: any")
			f.BoolVar(&signUp, "sign-up", false, "unknown users get an account")
			f.BoolVar(&known, "known", false, "the target knows these people")
			f.StringVar(&trust, "email", "verified", "`TRUST` in the addresses: verified, unverified or unknown")
		},
		run: func(c *call) error {
			if faults := admission.CheckDomains(domains); len(faults) > 0 {
				return usageError{message: "--allow " + faults[0].Message, command: "idp simulate"}
			}
			rules := admission.Rules{AllowedDomains: domains, SelfServiceSignUp: signUp}
			decisions := make([]decisionDocument, len(c.args))
			rows := make([][]string, len(c.args))
			for i, address := range c.args {
				d := rules.Decide(admission.Person{Email: address, Trust: admission.Trust(trust), Known: known})
				decisions[i] = decisionDocument{Email: address, Decision: d}
				rows[i] = []string{address, admittedWord(d.Admitted), d.Rule, string(d.Account)}
			}
			return c.out.result(decisions, func(p *printer) { p.table([]string{"ADDRESS", "", "RULE", "ACCOUNT"}, rows) })
		},
	}
}

type decisionDocument struct {
	Email string `json:"email"`
	proof.Decision
}

func admittedWord(admitted bool) string {
	if admitted {
		return "admitted"
	}
	return "refused"
}

func idpPresetsCommand() command {
	return command{
		name:     "idp presets",
		short:    "list the sign-in providers that are known by name",
		examples: []string{"patchbay idp presets"},
		run: func(c *call) error {
			type document struct {
				ID    string        `json:"id"`
				Name  string        `json:"name"`
				Types []signin.Type `json:"types"`
			}
			var documents []document
			var rows [][]string
			for _, p := range preset.All() {
				documents = append(documents, document{p.ID, p.Name, p.Types})
				types := ""
				for _, t := range p.Types {
					types += " " + string(t)
				}
				rows = append(rows, []string{p.ID, p.Name, types})
			}
			return c.out.result(documents, func(p *printer) { p.table([]string{"ID", "NAME", "TYPES"}, rows) })
		},
	}
}

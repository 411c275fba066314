package api

import (
	"time"

	"patchbay/backend/deployment"
	"patchbay/backend/evidence"
	"patchbay/backend/idp"
	"patchbay/backend/mailbox"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/signin"
)

// deploymentDocument is a deployment as a client may know it.
type deploymentDocument struct {
	ID          string                 `json:"id"`
	Name        string                 `json:"name"`
	TenantID    string                 `json:"tenantId"`
	Hostname    string                 `json:"hostname"`
	Environment deployment.Environment `json:"environment"`
}

func deploymentDocumentOf(d deployment.Deployment) deploymentDocument {
	return deploymentDocument{ID: d.ID, Name: d.Name, TenantID: d.TenantID, Hostname: d.Hostname, Environment: d.Environment}
}

// statusDocument is in which light the last proof puts a thing.
type statusDocument struct {
	Light    evidence.Light `json:"light"`
	Summary  string         `json:"summary"`
	Level    string         `json:"level,omitempty"` // of the proof of a provider: "check" or "signin"
	Code     string         `json:"code,omitempty"`  // of its first finding
	Cause    string         `json:"cause,omitempty"`
	ProvedAt *time.Time     `json:"provedAt,omitempty"`
}

func statusDocumentOf(s evidence.Status) statusDocument {
	d := statusDocument{Light: s.Light, Summary: s.Summary}
	if s.Proof != nil {
		d.ProvedAt = new(s.Proof.StartedAt.UTC())
		if f := firstFinding(*s.Proof); f != nil {
			d.Code, d.Cause = f.Code, f.Cause
		}
	}
	return d
}

func firstFinding(report proof.Report) *proof.Finding {
	for _, step := range report.Steps {
		if step.Finding != nil {
			return step.Finding
		}
	}
	return nil
}

// aliasDocument is an alias of a mailbox.
type aliasDocument struct {
	Address     string `json:"address"`
	Mailbox     string `json:"mailbox"`
	Workspace   string `json:"workspace"`
	ProjectType string `json:"projectType,omitempty"`
	Client      string `json:"client,omitempty"`
}

// mailboxDocument is a mailbox with its aliases and its light, as "mailbox show
// --json" prints it.
type mailboxDocument struct {
	imap.Document
	Aliases []aliasDocument `json:"aliases"`
	Status  statusDocument  `json:"status"`
}

func mailboxDocumentOf(m mailbox.Mailbox) mailboxDocument {
	d := mailboxDocument{
		Document: m.Settings.Document(m.Secrets.Views()), Aliases: []aliasDocument{}, Status: statusDocumentOf(m.Status),
	}
	for _, a := range m.Aliases {
		d.Aliases = append(d.Aliases, aliasDocument{
			Address: a.Address, Mailbox: a.Mailbox, Workspace: a.Workspace, ProjectType: a.ProjectType, Client: a.Client,
		})
	}
	return d
}

// mailboxRow is a mailbox in a list; Aliases counts them.
type mailboxRow struct {
	imap.Document
	Aliases int            `json:"aliases"`
	Status  statusDocument `json:"status"`
}

func mailboxRowOf(m mailbox.Summary) mailboxRow {
	var views account.SecretViews
	if m.HasSecret && m.Settings.Auth == account.SignInPassword {
		views.Password = &account.SecretView{Set: true}
	}
	row := mailboxRow{
		Document: m.Settings.Document(views), Aliases: m.Aliases,
		Status: statusDocument{Light: m.Status.Light, Summary: m.Status.Summary, Code: m.Code, Cause: m.Cause},
	}
	if !m.ProvedAt.IsZero() {
		row.Status.ProvedAt = new(m.ProvedAt.UTC())
	}
	return row
}

// providerDocument is a sign-in provider with its light, as "idp show --json"
// prints it.
type providerDocument struct {
	signin.Document
	Status statusDocument `json:"status"`
}

func providerDocumentOf(p idp.Provider) providerDocument {
	d := providerDocument{Document: p.Settings.Document(p.Infos.Views()), Status: statusDocumentOf(p.Status)}
	if report := p.Status.Proof; report != nil {
		d.Status.Level, d.Status.Code, d.Status.Cause = report.Level, "", ""
		for _, step := range report.Steps {
			if step.Finding != nil && step.Verdict == report.Verdict {
				d.Status.Code, d.Status.Cause = step.Finding.Code, step.Finding.Cause
				break
			}
		}
	}
	return d
}

func providerRowOf(s idp.Summary) providerDocument {
	d := providerDocument{
		Document: s.Settings.Document(s.Infos.Views()),
		Status: statusDocument{
			Light: s.Status.Light, Summary: s.Status.Summary, Level: s.Level, Code: s.Code, Cause: s.Cause,
		},
	}
	if !s.ProvedAt.IsZero() {
		d.Status.ProvedAt = new(s.ProvedAt.UTC())
	}
	return d
}

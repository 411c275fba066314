package mailbox

import (
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
)

// Document is a mailbox as the command line prints it and the local API answers
// it: the document of its settings, its aliases, and in which light the last
// proof puts it.
type Document struct {
	imap.Document
	Aliases []AliasDocument         `json:"aliases"`
	Status  evidence.StatusDocument `json:"status"`
}

// AliasDocument is an alias of a mailbox.
type AliasDocument struct {
	Address     string `json:"address"`
	Mailbox     string `json:"mailbox"`
	Workspace   string `json:"workspace"`
	ProjectType string `json:"projectType,omitempty"`
	Client      string `json:"client,omitempty"`
}

// SummaryDocument is a mailbox in a list; Aliases counts them.
type SummaryDocument struct {
	imap.Document
	Aliases int                     `json:"aliases"`
	Status  evidence.StatusDocument `json:"status"`
}

// Document shows a mailbox without its secrets.
func (m Mailbox) Document() Document {
	d := Document{
		Document: m.Settings.Document(m.Secrets.Views()), Aliases: []AliasDocument{}, Status: m.Status.Document(),
	}
	for _, a := range m.Aliases {
		d.Aliases = append(d.Aliases, a.Document())
	}
	return d
}

// Document shows an alias.
func (a Alias) Document() AliasDocument {
	return AliasDocument{
		Address: a.Address, Mailbox: a.Mailbox, Workspace: a.Workspace, ProjectType: a.ProjectType, Client: a.Client,
	}
}

// Document shows a mailbox of a list without its secrets.
func (s Summary) Document() SummaryDocument {
	var views account.SecretViews
	if s.HasSecret && s.Settings.Auth == account.SignInPassword {
		views.Password = &account.SecretView{Set: true}
	}
	d := SummaryDocument{Document: s.Settings.Document(views), Aliases: s.Aliases, Status: s.Status.Document()}
	d.Status.Code, d.Status.Cause = s.Code, s.Cause
	if !s.ProvedAt.IsZero() {
		d.Status.ProvedAt = new(s.ProvedAt.UTC())
	}
	return d
}

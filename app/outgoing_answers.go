package app

import (
	"patchbay/backend/event"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/provider"
	"patchbay/backend/protocol/smtp"
)

func viewOutgoingCheck(d outgoing.Draft, check outgoing.Check) OutgoingCheck {
	blank := d.Settings
	blank.Port, blank.User = "", ""
	defaults := blank.WithDefaults()
	return OutgoingCheck{
		Faults: viewFields(check.Faults), Ready: check.Ready,
		DefaultPort: defaults.Port, DefaultUser: defaults.From,
		DefaultGrant: string(d.Settings.OAuth2.DefaultGrant()),
		Bound:        check.Bound, Unbound: list(check.Unbound),
		Advice: viewAdvice(check.Advice),
	}
}

func viewAdvice(a outgoing.Advice) Advice {
	view := Advice{Warnings: viewWarnings(a.Warnings), Shapes: []SecretShape{}, Commands: []ProviderCommand{}}
	if a.Provider != nil {
		view.ProviderID, view.Provider = a.Provider.ID, a.Provider.Name
		view.PasswordLabel, view.FromRule = a.Provider.PasswordLabel, a.Provider.FromRule
	}
	for _, s := range a.Shapes {
		view.Shapes = append(view.Shapes, SecretShape{
			Field: s.Field, Code: s.Code, Message: s.Message, Remedy: s.Remedy, Fix: string(s.Fix), FixValue: s.FixValue,
		})
	}
	for _, c := range a.Commands {
		view.Commands = append(view.Commands, ProviderCommand{
			Title: c.Title, Text: c.Text, Kind: string(c.Kind), Note: c.Note, Unverified: c.Unverified,
		})
	}
	return view
}

func viewWarnings(warnings []provider.Warning) []ProviderWarning {
	views := make([]ProviderWarning, len(warnings))
	for i, w := range warnings {
		views[i] = ProviderWarning{From: w.From, Until: w.Until, Text: w.Text, Source: w.Source, Protocol: w.Protocol}
	}
	return views
}

func viewAlternatives(r smtp.AlternativesReport) TriedPorts {
	view := TriedPorts{
		Host: r.Host, Tried: make([]TriedPort, len(r.Tried)), Best: viewAlternative(r.Best), Finding: viewFindingOf(r.Finding),
	}
	for i, t := range r.Tried {
		view.Tried[i] = viewTried(outgoing.TriedEvent(t))
	}
	return view
}

func viewTried(t event.Tried) TriedPort {
	return TriedPort{
		Port: int(t.Port), Security: t.Security, Works: t.Works, Mechanisms: list(t.Mechanisms),
		Detail: t.Detail, Code: t.Code, Alternative: viewAlternative(t.Alternative), DurationMs: int(t.DurationMs),
	}
}

func viewPermissions(p outgoing.Permissions) OutgoingPermissions {
	view := OutgoingPermissions{
		Rows: make([]Permission, len(p.Rows)), Recipient: p.Recipient, After: p.After, Proof: viewProof(p.Proof),
	}
	for i, row := range p.Rows {
		view.Rows[i] = Permission{
			Address: row.Address, Roles: list(row.Roles), Verdict: string(row.Verdict), At: row.At, Remote: viewRemote(row.Remote), Finding: viewFindingOf(row.Finding),
		}
	}
	return view
}

func viewSignedIn(s outgoing.SignedIn) SignedIn {
	return SignedIn{
		Handle: s.Handle, Token: viewToken(s.Token), Doubts: viewFindings(s.Doubts), Finding: viewFindingOf(s.Finding),
	}
}

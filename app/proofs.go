package app

import (
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// stamp writes a time as RFC 3339 in UTC; the zero time is empty.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// list keeps an empty list from becoming null.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func viewProof(r proof.Report) Proof {
	view := Proof{
		Subject: r.Subject, Target: r.Target, Level: r.Level, Verdict: string(r.Verdict),
		StartedAt: stamp(r.StartedAt), DurationMs: int(r.DurationMs), ConfigHash: r.ConfigHash,
		Host: r.Host, Version: r.Version, Shows: r.Shows, Leaves: r.Leaves, Unsaved: r.Unsaved,
		Steps: make([]Step, len(r.Steps)), Transcript: make([]TranscriptLine, len(r.Transcript)),
		TranscriptCut: r.TranscriptCut, Person: viewPerson(r.Identity),
	}
	for i, s := range r.Steps {
		view.Steps[i] = viewStep(s)
	}
	for i, l := range r.Transcript {
		view.Transcript[i] = TranscriptLine{At: int(l.At), From: l.From, Text: l.Text}
	}
	return view
}

func viewStep(s proof.Step) Step {
	view := Step{
		Name: s.Name, Verdict: string(s.Verdict), DurationMs: int(s.DurationMs), Detail: s.Detail,
		Finding: viewFindingOf(s.Finding), Also: viewFindings(s.Also), TLS: viewTLS(s.TLS), Token: viewToken(s.Token),
		Arrival: viewArrival(s.Arrival),
		Title:   s.Title, Expected: s.Expected, Received: s.Received, Where: s.Where,
	}
	view.addMailbox(s.Mailbox)
	return view
}

// viewFindingOf keeps what has no finding without one.
func viewFindingOf(f *proof.Finding) *Finding {
	if f == nil {
		return nil
	}
	view := viewFinding(*f)
	return &view
}

func viewFindings(findings []proof.Finding) []Finding {
	views := make([]Finding, len(findings))
	for i, f := range findings {
		views[i] = viewFinding(f)
	}
	return views
}

func viewFinding(f proof.Finding) Finding {
	return Finding{
		Code: f.Code, Reason: f.Reason, Cause: f.Cause, Remedy: f.Remedy,
		Fields: list(f.Fields), Remote: viewRemote(f.Remote), Alternative: viewAlternative(f.Alternative),
		Source: f.Source, Unverified: f.Unverified,
	}
}

func viewAlternative(a *proof.Alternative) *Alternative {
	if a == nil {
		return nil
	}
	return &Alternative{Label: a.Label, Patch: string(a.Patch)}
}

func viewToken(t *proof.Token) *Token {
	if t == nil {
		return nil
	}
	view := Token{
		Grant: t.Grant, Issuer: t.Issuer, Audience: list(t.Audience), Scopes: list(t.Scopes), Roles: list(t.Roles),
		User: t.User, Tenant: t.Tenant, Client: t.Client, Opaque: t.Opaque,
	}
	if t.ExpiresAt != nil {
		view.ExpiresAt = stamp(*t.ExpiresAt)
	}
	return &view
}

func viewRemote(r *fault.Remote) *Remote {
	if r == nil {
		return nil
	}
	view := Remote(*r)
	return &view
}

func viewTLS(t *proof.TLS) *TLS {
	if t == nil {
		return nil
	}
	view := TLS{
		Version: t.Version, CipherSuite: t.CipherSuite, ServerName: t.ServerName, Trusted: t.Trusted,
		Certificates: make([]Certificate, len(t.Certificates)),
	}
	for i, c := range t.Certificates {
		view.Certificates[i] = viewCertificate(c)
	}
	return &view
}

func viewCertificate(c proof.Certificate) Certificate {
	return Certificate{
		Subject: c.Subject, Issuer: c.Issuer, Names: list(c.Names),
		NotBefore: stamp(c.NotBefore), NotAfter: stamp(c.NotAfter), Fingerprint: c.Fingerprint,
		PublicKey: c.PublicKey, Signature: c.Signature, SelfSigned: c.SelfSigned, PEM: c.PEM,
	}
}

package app

import (
	"crypto/x509"

	"patchbay/backend/idp"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
)

func viewIDPList(all []idp.Summary) IdentityProviderList {
	view := IdentityProviderList{Rows: make([]IdentityProviderRow, len(all))}
	for i, s := range all {
		view.Rows[i] = IdentityProviderRow{
			ID: s.ID, Revision: int(s.Revision), Name: s.Settings.Name, Type: string(s.Settings.Type),
			Preset: s.Settings.Preset, Enabled: s.Enabled, Target: s.Target,
			SignInMessage: s.Settings.SignInMessage, Domains: len(s.Settings.AllowedDomains),
			Light: Light(s.Status.Light), Summary: s.Status.Summary, Level: s.Level, Code: s.Code, Cause: s.Cause,
			ProvedAt: stamp(s.ProvedAt),
		}
	}
	return view
}

func viewIDP(p idp.Provider) IdentityProvider {
	return IdentityProvider{
		DeploymentID: p.DeploymentID, ID: p.ID, Revision: int(p.Revision), ChangedAt: stamp(p.ChangedAt),
		Fields:       viewIDPFields(p.Settings),
		ClientSecret: viewSecret(p.Infos.ClientSecret), SPKey: viewSecret(p.Infos.SPKey), SPNextKey: viewSecret(p.Infos.SPNextKey),
		Light: Light(p.Status.Light), Summary: p.Status.Summary,
		LastSignIn: viewProofOf(p.LastSignIn), LastCheck: viewProofOf(p.LastCheck),
	}
}

func viewProofOf(report *proof.Report) *Proof {
	if report == nil {
		return nil
	}
	view := viewProof(*report)
	return &view
}

func (a *App) viewIDPReview(r idp.Review) IdentityProviderReview {
	return IdentityProviderReview{
		Faults: viewFields(r.Faults), Ready: r.Ready, Complete: r.Complete, Remarks: viewRemarks(r.Remarks),
		Bound: r.Bound, Unbound: list(r.Unbound), Preset: r.Preset, Defaults: viewIDPFields(r.Defaults),
		ReturnsTo: r.ReturnsTo, Certificates: a.viewSigners(r.Certificates),
		SPCertificate: a.viewSignerOf(r.SPCertificate), SPNextCertificate: a.viewSignerOf(r.SPNextCertificate),
		Entities: a.viewEntities(r.Entities),
	}
}

func viewRemarks(remarks []preset.Remark) []IdentityProviderRemark {
	views := make([]IdentityProviderRemark, len(remarks))
	for i, r := range remarks {
		views[i] = IdentityProviderRemark{
			Code: r.Code, Severity: string(r.Severity), Field: r.Field, Message: r.Message, Remedy: r.Remedy, Unverified: r.Unverified,
		}
	}
	return views
}

func (a *App) viewSigners(certificates []idp.Certificate) []SigningCertificate {
	views := make([]SigningCertificate, len(certificates))
	for i, c := range certificates {
		views[i] = a.viewSigner(c.Certificate, c.From)
	}
	return views
}

func (a *App) viewSignerOf(c *idp.Certificate) *SigningCertificate {
	if c == nil {
		return nil
	}
	view := a.viewSigner(c.Certificate, c.From)
	return &view
}

func (a *App) viewSigner(c *x509.Certificate, from string) SigningCertificate {
	shown := dial.Describe(c)
	days, state := a.bench.Until(c.NotAfter)
	return SigningCertificate{
		Subject: shown.Subject, Fingerprint: shown.Fingerprint, PublicKey: shown.PublicKey,
		NotBefore: stamp(c.NotBefore), NotAfter: stamp(c.NotAfter), Days: days, State: string(state), From: from, PEM: shown.PEM,
	}
}

func (a *App) viewEntities(entities []signin.Entity) []MetadataEntity {
	views := make([]MetadataEntity, len(entities))
	for i, e := range entities {
		views[i] = MetadataEntity{
			EntityID: e.EntityID, Name: proof.Visible(e.Name), SSOURL: e.SSOURL, SSOBinding: string(e.SSOBinding),
			NameIDs: list(e.NameIDs), WantsSigned: e.WantsSigned, ValidUntil: stamp(e.ValidUntil), Patch: string(e.Patch),
			Certificates: make([]SigningCertificate, len(e.Certificates)),
		}
		for n, c := range e.Certificates {
			views[i].Certificates[n] = a.viewSigner(c, "metadata")
		}
	}
	return views
}

func (a *App) viewReading(r signin.Reading) MetadataReading {
	return MetadataReading{Entities: a.viewEntities(r.Entities), Patch: string(r.Patch), Proof: viewProof(r.Report)}
}

func viewProbe(r signin.ProbeReport) ProbeReport {
	view := ProbeReport{Rows: make([]ProbeRow, len(r.Rows)), Finding: viewFindingOf(r.Finding)}
	for i, row := range r.Rows {
		view.Rows[i] = ProbeRow{
			Setting: row.Setting, Label: row.Label, Value: row.Value, Current: row.Current, Verdict: string(row.Verdict),
			Detail: proof.Visible(row.Detail), Remote: viewRemote(row.Remote), Alternative: viewAlternative(row.Alternative),
		}
	}
	return view
}

func viewPresets(presets []preset.Preset) []SignInPreset {
	views := make([]SignInPreset, len(presets))
	for i, p := range presets {
		views[i] = SignInPreset{
			ID: p.ID, Name: p.Name, Types: typeNames(p.Types),
			Questions: make([]PresetQuestion, len(p.Questions)), Notes: make([]PresetNote, len(p.Notes)),
		}
		for n, q := range p.Questions {
			views[i].Questions[n] = PresetQuestion{
				Key: q.Key, Label: q.Label, Placeholder: q.Placeholder, Hint: q.Hint, Types: typeNames(q.Types),
				Optional: q.Optional, Default: q.Default,
			}
		}
		for n, note := range p.Notes {
			views[i].Notes[n] = PresetNote{Text: note.Text, Types: typeNames(note.Types), Unverified: note.Unverified}
		}
	}
	return views
}

func typeNames(types []signin.Type) []string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = string(t)
	}
	return names
}

func viewSheet(s preset.Sheet) ProviderSheet {
	view := ProviderSheet{Title: s.Title, Entries: make([]SheetEntry, len(s.Entries)), Text: s.Text()}
	for i, e := range s.Entries {
		view.Entries[i] = SheetEntry{Screen: e.Screen, Label: e.Label, Value: e.Value, Note: e.Note, Unverified: e.Unverified}
	}
	return view
}

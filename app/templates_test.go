package app_test

import (
	"strings"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
	"patchbay/backend/notify/render"
)

const (
	ofNotification = "notification"
	ofReset        = "password-reset"
)

// shortTemplate is one without anything that is not needed.
func shortTemplate() app.TemplateText {
	return app.TemplateText{
		Subject: "%action-name%",
		HTML:    `<p>%action-message%</p><p><a href="%action-link%">Messages</a> <a href="%store-link%">Portal</a></p>`,
	}
}

// onlyWarns: nothing stops the template, which says by itself that its text is made
// from the HTML.
func onlyWarns(preview app.TemplatePreview) bool {
	return len(preview.Problems) == 1 && preview.Problems[0].Code == render.CodeNoText && preview.Problems[0].Severity == "warning"
}

func TestTheCatalogueOfEachKind(t *testing.T) {
	p := open(t, app.Options{})
	for kind, needed := range map[string][]string{
		ofNotification: {"action-message", "action-link", "store-link"}, ofReset: {"generated-password"},
	} {
		catalogue := must(p.templates.Catalogue(kind))(t)
		names := map[string]bool{}
		for _, placeholder := range catalogue.Placeholders {
			names[placeholder.Name] = true
		}
		for _, name := range needed {
			if !names[name] {
				t.Errorf("%s: %s is not offered", kind, name)
			}
		}
		if catalogue.Kind != kind || len(catalogue.Samples) == 0 || catalogue.Default.HTML == "" || catalogue.MaxHTML != render.MaxHTML {
			t.Errorf("%s: %+v", kind, catalogue)
		}
	}
	if _, err := p.templates.Catalogue("invoice"); fault.Of(err).Kind != fault.Invalid {
		t.Errorf("a kind that there is not: %v", err)
	}
}

func TestATemplateIsWrittenPreviewedAndSent(t *testing.T) {
	p, site := informing(t)
	stored := must(p.templates.Get(ofNotification, site.ID, ""))(t)
	if stored.Revision != 0 || stored.ChangedAt != "" || stored.Text.HTML == "" || !stored.InStep {
		t.Errorf("the default one: %+v", stored)
	}
	draft := app.MailTemplateDraft{Kind: ofNotification, DeploymentID: site.ID, Name: "Short", Text: shortTemplate()}
	ada := must(p.people.List(app.PeopleQuery{DeploymentID: site.ID}))(t).People[0]
	trial := app.TemplateTrial{Draft: draft, PersonID: ada.ID, ActionID: p.action(t, site.ID, "Assign task").ID, Message: "Do <b>it</b>.", Mode: "dark"}
	preview := must(p.templates.Preview(trial))(t)
	if preview.Subject != "Assign task" || !strings.Contains(preview.PlainText, "Do <b>it</b>.") || strings.Contains(preview.Document, "<b>it") ||
		preview.Document == "" || preview.Size == 0 || !strings.Contains(preview.MadeText, "%action-message%") || !onlyWarns(preview) {
		t.Errorf("the preview: %+v", preview)
	}
	trial.Sample = "Markup in values"
	if preview := must(p.templates.Preview(trial))(t); strings.Contains(preview.Document, "<script") || len(preview.Problems) == 0 {
		t.Errorf("with a sample: %+v", preview.Problems)
	}
	trial.Sample = "nobody"
	if _, err := p.templates.Preview(trial); fault.Of(err).Kind != fault.Invalid {
		t.Errorf("a sample that there is not: %v", err)
	}
	trial.Sample = ""
	sent := must(p.templates.SendDraft(app.TemplateMail{RunID: "r", Trial: trial}))(t)
	if sent.Outcome != "sent" || sent.Address != "ada@example.com" {
		t.Errorf("sent to the operator: %+v", sent)
	}
	saved := must(p.templates.Save(draft))(t)
	assign := p.action(t, site.ID, "Assign task")
	assign.TemplateID = saved.Template.ID
	must(p.notifying.SaveAction(assign))(t)
	rows := must(p.templates.List(site.ID))(t)
	if len(rows) != 2 || rows[1].Name != "Short" || rows[1].UsedBy != 1 || rows[0].UsedBy != 1 {
		t.Errorf("the list: %+v", rows)
	}
	if err := p.templates.Remove(ofNotification, site.ID, saved.Template.ID, saved.Template.Revision); fault.Of(err).Kind != fault.Conflict {
		t.Errorf("a template that is used: %v", err)
	}
}

// TestATemplateThatIsTooLarge is told its limit: it must not end as a request that
// no door takes.
func TestATemplateThatIsTooLarge(t *testing.T) {
	p, site := informing(t)
	draft := app.MailTemplateDraft{Kind: ofNotification, DeploymentID: site.ID, Name: "Large", Text: shortTemplate()}
	draft.Text.HTML += strings.Repeat("<p>much</p>", 5<<20/11)
	preview := must(p.templates.Preview(app.TemplateTrial{Draft: draft}))(t)
	if len(preview.Problems) == 0 || preview.Problems[0].Code != render.CodeTooLarge || !strings.Contains(preview.Problems[0].Message, "512 KiB") || preview.Document != "" {
		t.Errorf("the preview: %+v", preview.Problems)
	}
	_, err := p.templates.Save(draft)
	if f := fault.Of(err); !fault.HasCode(err, render.CodeTooLarge) || len(f.Fields) != 1 || f.Fields[0].Name != "html" || !strings.Contains(f.Fields[0].Message, "512 KiB") {
		t.Errorf("saved: %v %+v", err, f.Fields)
	}
}

func TestTheResetMailIsTheVaults(t *testing.T) {
	p, _ := informing(t)
	stored := must(p.templates.Get(ofReset, "", ""))(t)
	if stored.Kind != ofReset || !strings.Contains(stored.Text.HTML, "%generated-password%") {
		t.Errorf("as it comes: %+v", stored)
	}
	draft := app.MailTemplateDraft{Kind: ofReset, Text: app.TemplateText{Subject: "New password", HTML: "<p>Hello.</p>"}}
	if _, err := p.templates.Save(draft); fault.Of(err).Kind != fault.Invalid {
		t.Errorf("without a password: %v", err)
	}
	draft.Text.HTML = "<p>Your password is %generated-password% until %expires-at%.</p>"
	preview := must(p.templates.Preview(app.TemplateTrial{Draft: draft}))(t)
	if preview.Document == "" || !onlyWarns(preview) {
		t.Errorf("the preview: %+v", preview)
	}
	saved := must(p.templates.Save(draft))(t)
	if saved.Template.Revision == 0 || saved.Template.ChangedAt == "" {
		t.Errorf("saved: %+v", saved)
	}
	sent := must(p.templates.SendDraft(app.TemplateMail{RunID: "r", Trial: app.TemplateTrial{Draft: draft}, Rehearsal: true}))(t)
	if sent.Outcome != "sent" || !sent.Rehearsal || sent.Address != "ada@example.com" {
		t.Errorf("rehearsed: %+v", sent)
	}
	if err := p.templates.Remove(ofReset, "", "", saved.Template.Revision); err != nil {
		t.Fatal(err)
	}
	if again := must(p.templates.Get(ofReset, "", ""))(t); again.Revision != 0 || again.Text != stored.Text {
		t.Errorf("after it was put back: %+v", again)
	}
}

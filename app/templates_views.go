package app

import (
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
)

func viewCatalogue(kind render.Kind) TemplateCatalogue {
	view := TemplateCatalogue{
		Kind: string(kind), Placeholders: []TemplatePlaceholder{}, Samples: []string{},
		Default:    TemplateText(render.Default(kind)),
		MaxSubject: render.MaxSubject, MaxHTML: render.MaxHTML, MaxText: render.MaxText,
		MaxImage: render.MaxImage, MaxImages: render.MaxImages,
	}
	for _, p := range render.Placeholders(kind) {
		view.Placeholders = append(view.Placeholders, TemplatePlaceholder{
			Name: p.Name, Type: string(p.Type), Label: p.Label, Sample: p.Sample, Required: p.Required,
		})
	}
	for _, s := range render.Samples() {
		view.Samples = append(view.Samples, s.Name)
	}
	return view
}

// viewTemplateRows are the templates with how often each is named.
func viewTemplateRows(templates []notify.Template, actions []notify.Action, switches notify.Switches) []TemplateRow {
	used := map[string]int{switches.Template: 1}
	for _, a := range actions {
		if a.Template != "" {
			used[a.Template]++
		}
	}
	rows := make([]TemplateRow, len(templates))
	for i, t := range templates {
		rows[i] = TemplateRow{
			ID: t.ID, Name: t.Name, Revision: int(t.Revision), ChangedAt: stamp(t.ChangedAt),
			Subject: t.Subject, UsedBy: used[t.ID],
		}
	}
	return rows
}

func viewTemplate(t notify.Template) MailTemplate {
	return MailTemplate{
		Kind: string(render.Notification), ID: t.ID, Name: t.Name, Revision: int(t.Revision), ChangedAt: stamp(t.ChangedAt),
		Text: TemplateText(t.Template), InStep: render.InStep(t.Template),
	}
}

func viewProblems(problems []render.Problem) []TemplateProblem {
	views := make([]TemplateProblem, len(problems))
	for i, p := range problems {
		views[i] = TemplateProblem{
			Field: p.Field, Code: p.Code, Message: p.Message, Severity: string(p.Severity),
			Line: p.Line, Column: p.Column, Placeholder: p.Placeholder,
		}
	}
	return views
}

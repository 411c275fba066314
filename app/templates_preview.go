package app

import (
	"context"
	"maps"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
)

// codeNoSample is the fault of a sample that there is not.
const codeNoSample = "template.unknown_sample"

// Preview fills a draft in and says what is wrong with it.
func (t *Templates) Preview(trial TemplateTrial) (TemplatePreview, error) {
	return call(t.app, func(ctx context.Context) (TemplatePreview, error) {
		if _, err := t.app.bench.Operators.MayRead(); err != nil {
			return TemplatePreview{}, err
		}
		kind, err := kindOf(trial.Draft.Kind)
		if err != nil {
			return TemplatePreview{}, err
		}
		if kind == render.PasswordReset || trial.Sample != "" {
			return trial.sampled(kind)
		}
		mail, problems, err := t.notify().Preview(ctx, trial.Draft.DeploymentID, trial.draft())
		return viewPreview(trial, mail, problems), err
	})
}

// sampled is a preview with values that are all invented.
func (t TemplateTrial) sampled(kind render.Kind) (TemplatePreview, error) {
	values, err := t.values()
	if err != nil {
		return TemplatePreview{}, err
	}
	tree, problems := render.Parse(kind, render.Template(t.Draft.Text))
	if tree == nil {
		return viewPreview(t, render.Mail{}, problems), nil
	}
	mail, missing := tree.Render(values)
	return viewPreview(t, mail, append(problems, missing...)), nil
}

// values are those of the sample, the first for "".
func (t TemplateTrial) values() (render.Values, error) {
	for _, s := range render.Samples() {
		if t.Sample != "" && t.Sample != s.Name {
			continue
		}
		values := maps.Clone(s.Values)
		if t.Message != "" {
			values["action-message"] = t.Message
		}
		return values, nil
	}
	return nil, fault.New(fault.Invalid, codeNoSample, "there is no such sample").WithField("sample", "is not known")
}

// draft is a trial in the use case's words.
func (t TemplateTrial) draft() notify.Draft {
	return notify.Draft{
		Template: render.Template(t.Draft.Text), Action: t.ActionID, Person: t.PersonID, Message: t.Message, Sample: t.Sample,
	}
}

// viewPreview shows a mail. Of a template that cannot be read at all there is none:
// it is shown by its problems alone.
func viewPreview(t TemplateTrial, mail render.Mail, problems []render.Problem) TemplatePreview {
	template := render.Template(t.Draft.Text)
	view := TemplatePreview{
		Subject: mail.Subject, PlainText: mail.Text, Problems: viewProblems(problems),
		InStep: render.InStep(template), MadeText: render.TextOf(template.HTML), Size: len(mail.HTML),
	}
	if mail.Subject != "" || mail.HTML != "" || mail.Text != "" {
		view.Document = render.Preview(mail, t.Mode)
	}
	return view
}

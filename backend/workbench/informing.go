package workbench

import (
	"context"

	"patchbay/backend/deployment"
	"patchbay/backend/evidence"
	"patchbay/backend/notify"
)

// notificationIntegration is the e-mail that a deployment's workflows send, in one
// line: a switch that is off, what does not fit together, and else how sending ended
// the last time.
func (w *Workbench) notificationIntegration(ctx context.Context, deploymentID string) (Integration, error) {
	i := Integration{Kind: KindNotifications, Title: titleNotifications}
	switches, err := w.Notifications.Switches(ctx, deploymentID)
	if err != nil {
		return i, err
	}
	if !switches.Notifications {
		i.Light, i.Summary = evidence.Disabled, "Switched off"
		return i, nil
	}
	findings, err := w.Notifications.Findings(ctx, deploymentID)
	if err != nil {
		return i, err
	}
	latest, err := w.Notifications.Latest(ctx, deploymentID)
	if err != nil {
		return i, err
	}
	i.Light, i.Summary = notificationLight(findings, latest)
	if i.Light != evidence.Never {
		i.ProvedAt = latest.At
	}
	return i, nil
}

// notificationLight puts what is wrong before what is unknown, and what was seen
// before what may be better.
func notificationLight(findings []notify.Finding, latest notify.Latest) (evidence.Light, string) {
	problems, warnings, works := 0, 0, "Works: mail was sent"
	for _, f := range findings {
		switch {
		case !f.Warning:
			problems++
		case f.Code == notify.CodeWithoutAddress: // of many people some have none
			works += "; some people have no address"
		default:
			warnings++
		}
	}
	tried, lost := 0, latest.Outcomes[notify.Unknown]+latest.Outcomes[notify.RefusedForNow]
	for outcome, n := range latest.Outcomes {
		if outcome != notify.NotSent && outcome != notify.Pending {
			tried += n
		}
	}
	switch {
	case problems > 0:
		return evidence.Failed, countOf(problems, "problem", "problems")
	case latest.Outcomes[notify.Refused] > 0:
		return evidence.Failed, "Refused by the server"
	case tried == 0:
		return evidence.Never, "No mail was sent yet"
	case lost > 0:
		return evidence.Warned, "Some mail was not acknowledged"
	case warnings > 0:
		return evidence.Warned, countOf(warnings, "warning", "warnings")
	}
	return evidence.Proved, works
}

// affectedActions are the actions of a deployment whose own servers have secrets.
func (w *Workbench) affectedActions(ctx context.Context, d deployment.Deployment) ([]Affected, error) {
	all, err := w.Notifications.Actions(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	var affected []Affected
	for _, a := range all {
		if stored := a.Stored(); len(stored) > 0 {
			affected = append(affected, Affected{
				DeploymentID: d.ID, Deployment: d.Name, Kind: KindNotifications,
				Target: join(a.Name, a.Target()), Stored: stored,
			})
		}
	}
	return affected, nil
}

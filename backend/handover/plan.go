package handover

import (
	"context"
	"errors"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Plan says what a push of a draft would write. Nothing is sent, and no secret
// of the outgoing mail is opened.
func (t *Targets) Plan(ctx context.Context, deploymentID string, draft Draft) (Plan, error) {
	if _, err := t.access.MayRead(); err != nil {
		return Plan{}, err
	}
	d, err := t.settle(ctx, deploymentID, draft)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Method: "POST", URL: d.settings.URL}
	err = t.access.View(ctx, func(tx *vault.Tx) error {
		secrets, bound, err := d.gather(tx)
		if err != nil {
			return err
		}
		defer secrets.Wipe()
		plan.Faults = d.pushFaults(secrets, bound)
		if !bound {
			plan.Faults = append(plan.Faults, fault.Of(boundElsewhere()).Fields...)
		}
		return nil
	})
	if err == nil {
		err = t.planMail(ctx, deploymentID, &plan)
	}
	if err != nil {
		return Plan{}, err
	}
	plan.Ready = len(plan.Faults) == 0
	return plan, nil
}

// planMail adds what of the outgoing mail would go along.
func (t *Targets) planMail(ctx context.Context, deploymentID string, plan *Plan) error {
	delivery, err := t.mail.Deliverable(ctx, deploymentID)
	if err != nil {
		var f *fault.Fault
		if err = mailFault(err); errors.As(err, &f) && len(f.Fields) > 0 {
			plan.Faults = append(plan.Faults, f.Fields...)
			return nil
		}
		return err
	}
	body, losses, going := mailapi.Body(delivery.Settings, standIns(delivery))
	defer body.Wipe()
	plan.Body, plan.Losses, plan.Secrets = mailapi.Masked(body), losses, going
	return nil
}

// standIns take the places of the secrets that are stored, in a body that is
// shown masked and never sent.
func standIns(delivery Delivery) smtp.Secrets {
	var secrets smtp.Secrets
	places := map[string]*secret.Text{
		"password":            &secrets.Password,
		"oauth2.clientSecret": &secrets.ClientSecret,
		"oauth2.refreshToken": &secrets.RefreshToken,
	}
	for _, stored := range delivery.Stored {
		if place := places[stored.Field]; place != nil {
			*place = secret.FromString("stored in the vault")
		}
	}
	return secrets
}

package handover

import (
	"context"

	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/vault"
)

// MailAPI returns where the mail configuration of a deployment is pushed to,
// saved or not.
func (t *Targets) MailAPI(ctx context.Context, deploymentID string) (Target, error) {
	if _, err := t.access.MayRead(); err != nil {
		return Target{}, err
	}
	urls, err := t.urls(ctx, deploymentID)
	if err != nil {
		return Target{}, err
	}
	var target Target
	var kept receiptsRecord
	err = t.access.View(ctx, func(tx *vault.Tx) (err error) {
		if target, err = t.read(tx, deploymentID, urls); err != nil {
			return err
		}
		kept, _, err = t.receipts.Get(tx, deploymentID)
		return vault.Optional(err)
	})
	if err != nil {
		return Target{}, err
	}
	current, err := t.mail.Delivered(ctx, deploymentID, kept.glances())
	if err != nil {
		return Target{}, err
	}
	target.Receipts = kept.shown(current)
	return target, nil
}

// read returns a target without its receipts.
func (t *Targets) read(tx *vault.Tx, deploymentID string, urls urls) (Target, error) {
	target := Target{DeploymentID: deploymentID, SSMSURL: urls.ssms, SHIFTURL: urls.shift}
	r, meta, err := t.records.Get(tx, deploymentID)
	if err = vault.Optional(err); err != nil {
		return Target{}, err
	}
	if meta.Revision == 0 {
		target.Settings = urls.complete(mailapi.Settings{})
		return target, nil
	}
	target.Revision, target.ChangedAt, target.Saved = meta.Revision, meta.ChangedAt, true
	target.Settings = r.settings()
	if target.ClientSecret, err = tx.SecretInfo(clientSecretRef(deploymentID)); err != nil {
		return Target{}, err
	}
	if target.ClientSecret.Set {
		target.Bound = r.Bound
	}
	return target, nil
}

// urls are those that a deployment's names make.
type urls struct{ ssms, shift string }

func (t *Targets) urls(ctx context.Context, deploymentID string) (urls, error) {
	tenantID, hostname, err := t.deployments.NamesOf(ctx, deploymentID)
	if err != nil {
		return urls{}, err
	}
	return urls{ssms: mailapi.SSMSURL(tenantID, hostname), shift: mailapi.SHIFTURL(tenantID, hostname)}, nil
}

// complete fills in what a document may leave out: a URL alone is another one,
// and a form alone has the deployment's URL.
func (u urls) complete(s mailapi.Settings) mailapi.Settings {
	switch {
	case s.Form != "":
	case s.URL == "" || s.URL == u.ssms:
		s.Form = mailapi.FormSSMS
	case s.URL == u.shift:
		s.Form = mailapi.FormSHIFT
	default:
		s.Form = mailapi.FormOther
	}
	if s.URL == "" {
		s.URL = map[mailapi.Form]string{mailapi.FormSSMS: u.ssms, mailapi.FormSHIFT: u.shift}[s.Form]
	}
	return s
}

package idp

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// BeginRollover makes a second key for the service provider of a stored SAML
// provider. It stands in the metadata beside the first, so that the identity
// provider can learn of it before it is used.
func (p *Providers) BeginRollover(ctx context.Context, deploymentID, id string, revision vault.Revision) (Provider, error) {
	if _, err := p.access.MayEdit(ctx, actionKeyMade); err != nil {
		return Provider{}, err
	}
	lookup, err := p.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Provider{}, err
	}
	name, err := p.commonName(ctx, deploymentID, id, lookup)
	if err != nil {
		return Provider{}, err
	}
	certificatePEM, key, err := saml.NewKey(name, p.now()) // takes a while: before the transaction
	if err != nil {
		return Provider{}, err
	}
	defer key.Wipe()
	return p.change(ctx, deploymentID, id, actionKeyMade, func(tx *vault.Tx, r record) error {
		if r.Document.SPNextCertificatePEM != "" {
			return noRollover("a second key was made already", "finish the change of keys first")
		}
		r.Document.SPNextCertificatePEM = certificatePEM
		return p.putKeys(tx, id, revision, r, lookup, func(secrets *signin.Secrets) {
			secrets.SPNextKey = key.Clone()
		})
	})
}

// FinishRollover puts the second key in the place of the first.
func (p *Providers) FinishRollover(ctx context.Context, deploymentID, id string, revision vault.Revision) (Provider, error) {
	lookup, err := p.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Provider{}, err
	}
	return p.change(ctx, deploymentID, id, actionKeyReplaced, func(tx *vault.Tx, r record) error {
		if r.Document.SPNextCertificatePEM == "" {
			return noRollover("there is no second key", "begin the change of keys first, and tell the provider of the second key")
		}
		r.Document.SPCertificatePEM, r.Document.SPNextCertificatePEM = r.Document.SPNextCertificatePEM, ""
		return p.putKeys(tx, id, revision, r, lookup, func(secrets *signin.Secrets) {
			secrets.SPKey.Wipe()
			secrets.SPKey, secrets.SPNextKey = secrets.SPNextKey, secret.Text{}
		})
	})
}

// commonName is that of the certificates of a stored SAML provider.
func (p *Providers) commonName(ctx context.Context, deploymentID, id string, lookup lookup) (string, error) {
	var name string
	err := p.access.View(ctx, func(tx *vault.Tx) error {
		r, _, err := p.get(tx, deploymentID, id)
		if err != nil {
			return err
		}
		if r.Document.Type != signin.SAML {
			return noRollover("only a SAML provider has keys of the service provider", "choose a SAML provider")
		}
		name = r.expanded(lookup).SPEntityID
		return nil
	})
	return name, err
}

// putKeys stores a record with the keys that change makes of its own.
func (p *Providers) putKeys(
	tx *vault.Tx, id string, revision vault.Revision, r record, lookup lookup, change func(*signin.Secrets),
) error {
	expanded := r.expanded(lookup)
	secrets, err := stored(tx, id, expanded)
	if err != nil {
		return err
	}
	defer func() { secrets.Wipe() }()
	change(&secrets)
	if _, err := p.records.Put(tx, id, r, revision); err != nil {
		return err
	}
	if r.Bound, err = keep(tx, id, expanded, inputsOf(secrets)); err != nil {
		return err
	}
	if _, err := p.records.Put(tx, id, r, vault.AnyRevision); err != nil {
		return err
	}
	return p.judgeAgain(tx, id, expanded)
}

func noRollover(message, hint string) error {
	return fault.New(fault.Conflict, CodeNoRollover, message).WithHint(hint)
}

package idp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// maxMetadata bounds the metadata that is kept, in bytes of its JSON form.
const maxMetadata = 320 << 10

// settled is a draft with the keys that belong to it.
type settled struct {
	id         string
	revision   vault.Revision
	deployment string
	lookup     lookup
	was        record          // what the draft was made from; empty for a new one
	outdated   bool            // it has changed since
	settings   signin.Settings // of its type only, with the certificates of the keys
	expanded   signin.Settings // with defaults and variables as well
	inputs     signin.SecretInputs
	unresolved []account.Unresolved
	keyFaults  []fault.Field
	pair       string // names the pair that was made for the draft, or ""
	made       []secret.Text
}

// done wipes the keys that were made; the caller's own values stay.
func (d *settled) done() {
	for _, value := range d.made {
		value.Wipe()
	}
}

// pairing says whether a key is made for a draft that has none.
type pairing bool

const (
	makeKey  pairing = true
	onlyMade pairing = false // one that was made before is used
)

// settle reads what the draft was made from, and gives it its keys.
func (p *Providers) settle(ctx context.Context, deploymentID string, draft Draft, how pairing) (*settled, error) {
	lookup, err := p.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	d := &settled{
		id: draft.ID, revision: draft.Revision, deployment: deploymentID, lookup: lookup,
		settings: draft.Settings.OfType(), inputs: draft.Secrets,
	}
	if d.id != "" {
		err := p.access.View(ctx, func(tx *vault.Tx) (err error) {
			var meta vault.Meta
			d.was, meta, err = p.get(tx, deploymentID, d.id)
			d.outdated = d.revision != meta.Revision && d.revision != vault.AnyRevision
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if d.settings.Type == signin.SAML {
		if err := p.giveKeys(d, how); err != nil {
			return nil, err
		}
	}
	d.expanded, _ = d.settings.WithDefaults().Expand(lookup)
	_, d.unresolved = d.settings.Expand(lookup)
	return d, nil
}

// giveKeys joins certificates and keys of the service provider: a document may
// leave out what is stored, and what has to be made.
func (p *Providers) giveKeys(d *settled, how pairing) error {
	was := d.was.settings()
	d.join(&d.settings.SPNextCertificatePEM, was.SPNextCertificatePEM, d.inputs.SPNextKey, "spNextCertificatePem", signin.FieldSPNextKey)
	if d.inputs.SPKey.Change != secret.Clear && (d.inputs.SPKey.Change == secret.Set || was.SPCertificatePEM != "" || d.settings.SPCertificatePEM != "") {
		d.join(&d.settings.SPCertificatePEM, was.SPCertificatePEM, d.inputs.SPKey, "spCertificatePem", signin.FieldSPKey)
		return nil
	}
	return p.givePair(d, how)
}

// join checks that a certificate and its key belong together.
func (d *settled) join(certificatePEM *string, was string, key secret.Input, certificateField, keyField string) {
	switch {
	case key.Change == secret.Clear:
		*certificatePEM = ""
	case key.Change == secret.Set:
		_, err := saml.ParsePair(*certificatePEM, key.Value)
		switch {
		case err == nil:
		case *certificatePEM == "":
			d.blame(certificateField, "is required with its key")
		case errors.Is(err, saml.ErrKey), errors.Is(err, saml.ErrKeyWeak):
			d.blame(keyField, err.Error())
		default:
			d.blame(certificateField, err.Error())
		}
	case *certificatePEM == "", d.outdated: // saving it is a conflict, whatever it says
		*certificatePEM = was
	case was == "":
		d.blame(keyField, "is required for its certificate")
	case *certificatePEM != was:
		d.blame(certificateField, "does not belong to the stored key; give its key as well")
	}
}

func (d *settled) blame(field, message string) {
	d.keyFaults = append(d.keyFaults, fault.Field{Name: field, Message: message})
}

// givePair gives the draft the pair that was made for it.
func (p *Providers) givePair(d *settled, how pairing) error {
	expanded, _ := d.settings.Expand(d.lookup)
	of := account.Join(d.deployment, expanded.SPEntityID)
	certificatePEM, key, ok := p.pairs.get(of)
	if !ok && (how == onlyMade || expanded.SPEntityID == "") {
		d.settings.SPCertificatePEM, d.inputs.SPKey = "", secret.Input{Change: secret.Clear}
		return nil
	}
	if !ok {
		var err error
		if certificatePEM, key, err = p.pairs.make(of, expanded.SPEntityID, p.now()); err != nil {
			return err
		}
	}
	d.pair, d.made = of, append(d.made, key)
	d.settings.SPCertificatePEM, d.inputs.SPKey = certificatePEM, secret.Input{Change: secret.Set, Value: key}
	return nil
}

// faults are those of a draft that is to be saved, provable those that stand
// against a proof.
func (d *settled) faults() []fault.Field {
	faults := d.check(signin.Settings.Check)
	// A record of the vault has a bound, and XML grows when it is written as JSON.
	if doc, err := json.Marshal(d.settings.MetadataXML); err == nil && len(doc) > maxMetadata {
		faults = append(faults, fault.Field{Name: "metadataXml", Message: fmt.Sprintf("is too large to be kept, with %d KiB: "+
			"leave it out once idpEntityId, ssoUrl and signingCertificates are taken from it, or give its address", len(doc)>>10)})
	}
	return faults
}

func (d *settled) provable() []fault.Field { return d.check(signin.Settings.CheckProvable) }

func (d *settled) check(rules func(signin.Settings) []fault.Field) []fault.Field {
	faults := rules(d.settings)
	for _, u := range d.unresolved {
		faults = append(faults, credential.WithoutValue(u))
	}
	if len(faults) == 0 {
		faults = rules(d.expanded)
	}
	return slices.Concat(faults, d.keyFaults, typedFaults(d.inputs))
}

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the settings are not valid").WithFields(faults...)
}

// place says what a sign-in with the draft is one with: the same settings of the
// same deployment.
func (d *settled) place() string { return d.deployment + "/" + d.expanded.Hash() }

// entry is what the journal is told of the draft.
func (d *settled) entry(action string) audit.Entry {
	return audit.Entry{Action: action, Deployment: d.deployment, Subject: d.settings.Name}
}

package gateway

import (
	"context"
	"errors"
	"fmt"
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Fault codes of this package. A fault of the whole document is settings.invalid,
// as for one that does not parse.
const (
	CodeInvalid        = credential.CodeInvalid
	CodeBoundElsewhere = credential.CodeBoundElsewhere
	CodeNotConfigured  = "gateway.not_configured"
	CodeDisabled       = "gateway.disabled"
	CodeRedirected     = "gateway.redirected"
	CodeRefusedForNow  = "gateway.refused_for_now"
	CodeRefused        = "gateway.refused"
	CodeUnknown        = "gateway.unknown" // the connection was lost after the data
	CodeNotSent        = "gateway.not_sent"
	CodeTemplate       = "gateway.template_invalid"
)

// Stored is the gateway as it is kept. One that is not configured has revision 0.
type Stored struct {
	Revision  vault.Revision
	ChangedAt time.Time
	Settings  Settings // UseDeployment is an ID
	// DeploymentName is that of the deployment whose outgoing mail is used.
	DeploymentName string
	// Redirected says why no password is mailed: the outgoing mail of that
	// deployment leads elsewhere since an owner chose it, or is gone; or the mail is
	// not encrypted, and leaves this machine by another way.
	Redirected string
	Status     evidence.Status
	// TemplateChangedAt is zero while the reset mail is as it comes with Patchbay.
	TemplateChangedAt time.Time
	// What may be known of its secret.
	credential.Infos
}

// Configured reports whether there is a gateway.
func (s Stored) Configured() bool { return s.Revision != 0 }

// Target is where the server is reached, "host:port" as it was entered; empty when
// none is configured, or a deployment's outgoing mail is used.
func (s Stored) Target() string {
	if !s.Configured() || s.Settings.UseDeployment != "" || s.Settings.Host == "" {
		return ""
	}
	full := s.Settings.WithDefaults()
	return full.Host + ":" + full.Port
}

// Draft is an unsaved gateway.
type Draft struct {
	Revision vault.Revision // of what it was made from; 0 for a new one
	Settings Settings
	Password secret.Input // the authorization code
}

// Draft returns what is stored as a draft that changes nothing.
func (s Stored) Draft() Draft {
	return Draft{Revision: s.Revision, Settings: s.Settings, Password: secret.Input{Change: secret.Keep}}
}

// Get returns what is stored. Every role may read it. Nothing stored is no fault.
func (g *Gateway) Get(ctx context.Context) (Stored, error) {
	if _, err := g.access.MayRead(); err != nil {
		return Stored{}, err
	}
	var stored Stored
	var kept record
	err := g.access.View(ctx, func(tx *vault.Tx) (err error) {
		stored, kept, err = g.read(tx)
		return err
	})
	if err != nil {
		return Stored{}, err
	}
	if stored.Settings.UseDeployment == "" {
		return g.watch(ctx, stored, kept, stored.Settings.Security == None)
	}
	return g.follow(ctx, stored, kept)
}

// read reads the records, and of the status that of a server of its own.
func (g *Gateway) read(tx *vault.Tx) (Stored, record, error) {
	stored := Stored{Settings: Settings{}.WithDefaults(), Status: evidence.Status{Light: evidence.Missing, Summary: "Not configured"}}
	template, err := g.templates.Heading(tx, recordID)
	if err := vault.Optional(err); err != nil {
		return Stored{}, record{}, err
	}
	stored.TemplateChangedAt = template.ChangedAt
	r, meta, err := g.settings.Get(tx, recordID)
	if errors.Is(err, vault.ErrNoRecord) {
		return stored, record{}, nil
	}
	if err != nil {
		return Stored{}, record{}, err
	}
	stored.Revision, stored.ChangedAt, stored.Settings = meta.Revision, meta.ChangedAt, r.settings()
	if stored.Infos, err = g.secrets.Infos(tx, recordID); err != nil {
		return Stored{}, record{}, err
	}
	if stored.Settings.UseDeployment == "" {
		stored.Status, err = g.status(tx, stored)
	}
	return stored, r, err
}

// status derives the light of a server of its own from the proofs of it.
func (g *Gateway) status(tx *vault.Tx, stored Stored) (evidence.Status, error) {
	expanded, _ := stored.Settings.SMTP().WithDefaults().Expand(nil)
	settled := &credential.Settled{Inputs: account.KeepSecrets(), Expanded: expanded.Account()}
	secrets, _, err := g.secrets.Gather(tx, recordID, settled)
	if err != nil {
		return evidence.Status{}, err
	}
	defer secrets.Wipe()
	status, err := g.proofs.Status(tx, recordID, expanded.Hash(), secrets, g.now())
	if !stored.Settings.Enabled {
		status.Light, status.Summary = evidence.Disabled, "Switched off"
	}
	return status, err
}

// follow adds what is known of the deployment whose outgoing mail is used.
func (g *Gateway) follow(ctx context.Context, stored Stored, kept record) (Stored, error) {
	plain := false
	route, name, err := g.route(ctx, kept.Deployment)
	switch {
	case err == nil:
		stored.DeploymentName, stored.Status = name, route.Status
		stored.Redirected, plain = redirection(name, kept, route), route.Plain
	case fault.Of(err).Kind == fault.NotFound:
		stored.Status = evidence.Status{Light: evidence.Missing, Summary: "The deployment is gone"}
		stored.Redirected = "the deployment whose outgoing mail was chosen is gone"
	default:
		return Stored{}, err
	}
	if !stored.Settings.Enabled {
		stored.Status.Light, stored.Status.Summary = evidence.Disabled, "Switched off"
	} else if stored.Redirected != "" {
		stored.Status.Light, stored.Status.Summary = evidence.Failed, "Leads elsewhere since an owner chose it"
	}
	return g.watch(ctx, stored, kept, plain)
}

// route finds the deployment whose outgoing mail is used, and where it leads.
func (g *Gateway) route(ctx context.Context, named string) (Route, string, error) {
	id, name, err := g.deployments.Find(ctx, named)
	if err != nil {
		return Route{}, "", err
	}
	route, err := g.mail.Route(ctx, id)
	return route, name, err
}

// redirection says why mail may not go by a route; "" when it may.
func redirection(name string, kept record, now Route) string {
	switch {
	case !now.Configured:
		return fmt.Sprintf("the deployment %s has no outgoing mail any more", name)
	case now.Fingerprint != kept.Route && now.Target == kept.Target:
		return fmt.Sprintf("the sender or the trusted authority of the outgoing mail of %s has changed since an owner chose it", name)
	case now.Fingerprint != kept.Route:
		return fmt.Sprintf("the outgoing mail of %s led to %s when an owner chose it, and leads to %s now", name, kept.Target, now.Target)
	}
	return ""
}

func notConfigured() error {
	return fault.New(fault.NotFound, CodeNotConfigured, "the vault has no e-mail gateway yet").
		WithHint("an owner saves one with: patchbay gateway set --from FILE")
}

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the settings are not valid").WithFields(faults...)
}

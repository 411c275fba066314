package app

import (
	"context"
	"math"

	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// API is the local API as a door runs it.
type API interface {
	// Start opens its port: at this address, or where the settings say for "".
	Start(ctx context.Context, listen string) error
	Stop() error
	// Endpoint is where tokens are to be had, of the running API or of one that is
	// open until done is called.
	Endpoint(ctx context.Context) (tokenURL, caPEM string, done func(), err error)
}

// LocalAPI runs the HTTPS API that scripts call.
type LocalAPI struct{ app *App }

func (l *LocalAPI) kept() *localapi.API { return l.app.bench.LocalAPI }

// State returns how it runs, and its newest calls.
func (l *LocalAPI) State() (LocalAPIState, error) { return call(l.app, l.state) }

// Start opens its port.
func (l *LocalAPI) Start() (LocalAPIState, error) {
	return l.changed(func(ctx context.Context) error {
		api, err := l.app.api()
		if err != nil {
			return err
		}
		return api.Start(ctx, "")
	})
}

// Stop closes its port; its tokens end.
func (l *LocalAPI) Stop() (LocalAPIState, error) {
	return l.changed(func(context.Context) error {
		api, err := l.app.api()
		if err != nil {
			return err
		}
		return api.Stop()
	})
}

// Save keeps how it is to run from the next start on.
func (l *LocalAPI) Save(settings LocalAPISettings) (LocalAPIState, error) {
	return l.changed(func(ctx context.Context) error {
		if settings.Port < 0 || settings.Port > math.MaxUint16 {
			return fault.New(fault.Invalid, localapi.CodeInvalid, "the settings are not valid").
				WithField("port", "must be between 1 and 65535, or 0 for a free one")
		}
		_, err := l.kept().Save(ctx, localapi.Draft{
			Revision: vault.Revision(settings.Revision),
			Settings: localapi.Settings{
				StartAtUnlock: settings.StartAtUnlock, Host: settings.Host, Port: uint16(settings.Port),
			},
		})
		return err
	})
}

// RenewAuthority makes a new authority; whoever trusts the old one must be given
// the new.
func (l *LocalAPI) RenewAuthority() (LocalAPIState, error) {
	return l.changed(func(ctx context.Context) error {
		_, err := l.kept().RenewAuthority(ctx)
		return err
	})
}

// Examples returns lines that call it.
func (l *LocalAPI) Examples(request APIExampleRequest) ([]APIExample, error) {
	return call(l.app, func(ctx context.Context) ([]APIExample, error) {
		d, err := l.app.bench.Deployments.Get(ctx, request.DeploymentID)
		if err != nil {
			return nil, err
		}
		address, _, _ := l.kept().Running()
		texts := l.kept().Examples(localapi.Example{
			Address: address, CAFile: request.CAFile, TenantID: d.TenantID, DeploymentID: d.ID, ClientID: request.ClientID,
		})
		views := make([]APIExample, len(texts))
		for i, t := range texts {
			views[i] = APIExample{Language: t.Language, Title: t.Title, Text: t.Text}
		}
		return views, nil
	})
}

// changed makes a change and returns what has become of it.
func (l *LocalAPI) changed(change func(ctx context.Context) error) (LocalAPIState, error) {
	return call(l.app, func(ctx context.Context) (LocalAPIState, error) {
		if err := change(ctx); err != nil {
			return LocalAPIState{}, err
		}
		return l.state(ctx)
	})
}

func (l *LocalAPI) state(ctx context.Context) (LocalAPIState, error) {
	stored, err := l.kept().Get(ctx)
	if err != nil {
		return LocalAPIState{}, err
	}
	address, since, running := l.kept().Running()
	state := LocalAPIState{
		Running: running, Since: stamp(since), Address: address,
		StartAtUnlock: stored.StartAtUnlock, Host: stored.Host, Port: int(stored.Port), Revision: int(stored.Revision),
		TokensIssued: l.app.bench.Clients.TokenCount(),
	}
	if problem := l.kept().Problem(); problem != nil {
		state.Problem = viewFault(fault.Of(problem))
	}
	if stored.Authority != nil {
		state.Authority = viewCertificate(dial.Describe(stored.Authority.Certificate))
		state.AuthorityDays, _ = l.app.bench.Until(stored.Authority.Certificate.NotAfter)
	}
	state.Calls, state.CallsTotal, err = l.calls(ctx)
	return state, err
}

func (l *LocalAPI) calls(ctx context.Context) ([]APICall, int, error) {
	deployments, err := l.app.bench.Deployments.List(ctx)
	if err != nil {
		return nil, 0, err
	}
	calls, total := l.kept().Calls()
	views := make([]APICall, len(calls))
	for i, c := range calls {
		views[i] = APICall{
			At: stamp(c.At), Method: c.Method, Path: c.Path, Status: c.Status, Client: c.Client,
			Detail: c.Detail, DurationMs: int(c.Duration.Milliseconds()),
		}
		for _, d := range deployments {
			if d.ID == c.DeploymentID {
				views[i].Deployment = d.Name
			}
		}
	}
	return views, total, nil
}

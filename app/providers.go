package app

import (
	"context"
	"strings"
	"time"

	"patchbay/backend/protocol/discovery"
	"patchbay/backend/protocol/provider"
)

// Providers knows mail providers, and finds the servers of an address.
type Providers struct{ app *App }

// List returns every provider that Patchbay knows, by name.
func (p *Providers) List() ([]Provider, error) {
	return call(p.app, func(context.Context) ([]Provider, error) { return viewProviders(p.app.bench.Now()), nil })
}

// BuiltIn returns what Patchbay knows of an address without asking anyone.
func (p *Providers) BuiltIn(address string) (Discovery, error) {
	return call(p.app, func(context.Context) (Discovery, error) {
		return viewDiscovery(p.app.bench.Discovery.BuiltIn(address)), nil
	})
}

// Discover asks the address's domain, and what the request names besides.
func (p *Providers) Discover(request DiscoveryRequest) (Discovery, error) {
	return call(p.app, func(ctx context.Context) (Discovery, error) {
		ctx, end := p.app.runs.begin(ctx, request.RunID)
		defer end()
		report, err := p.app.bench.Discovery.Find(ctx, request.Address, request.ThirdParty)
		return viewDiscovery(report), err
	})
}

func viewProviders(now time.Time) []Provider {
	all := provider.All()
	views := make([]Provider, len(all))
	for i, p := range all {
		views[i] = Provider{
			ID: p.ID, Name: p.Name, Domains: list(p.Domains), SMTP: viewServers(p.SMTP), IMAP: viewServers(p.IMAP),
			SignIn: make([]string, len(p.SignIn)), PasswordLabel: p.PasswordLabel, Advice: p.Advice, FromRule: p.FromRule, AfterData: p.AfterData,
			OAuth2: viewProviderOAuth2(p.OAuth2), Warnings: viewWarnings(p.CurrentWarnings(now, "", "")),
			Regions: make([]ProviderRegion, len(p.Regions)), Links: make([]Link, len(p.Links)),
			Source: p.Source, Verified: p.Verified, Unverified: p.Unverified, Note: p.Note,
		}
		for j, method := range p.SignIn {
			views[i].SignIn[j] = string(method)
		}
		for j, r := range p.Regions {
			views[i].Regions[j] = ProviderRegion{ID: r.ID, Name: r.Name, SMTPHost: r.SMTPHost, IMAPHost: r.IMAPHost}
		}
		for j, l := range p.Links {
			views[i].Links[j] = Link(l)
		}
	}
	return views
}

func viewServers(servers []provider.Server) []ProviderServer {
	views := make([]ProviderServer, len(servers))
	for i, s := range servers {
		views[i] = ProviderServer{
			Host: s.Host, Port: int(s.Port), Security: string(s.Security),
			User: string(s.User), FixedUser: s.FixedUser, UserHint: s.UserHint, Unverified: s.Unverified,
		}
	}
	return views
}

func viewProviderOAuth2(o *provider.OAuth2) *ProviderOAuth2 {
	if o == nil {
		return nil
	}
	return &ProviderOAuth2{
		AuthURL: o.AuthURL, TokenURL: o.TokenURL, DeviceURL: o.DeviceURL,
		ScopeSMTP: strings.Join(o.ScopesSMTP, " "), ScopeIMAP: strings.Join(o.ScopesIMAP, " "), AppScope: o.AppScope,
		NeedsTenant: o.NeedsTenant(), Unverified: o.Unverified,
	}
}

func viewDiscovery(r discovery.Report) Discovery {
	view := Discovery{
		Address: r.Address, Domain: r.Domain,
		Candidates: make([]ServerCandidate, len(r.Candidates)), Attempts: make([]DiscoveryAttempt, len(r.Attempts)),
	}
	for i, c := range r.Candidates {
		view.Candidates[i] = ServerCandidate{
			Protocol: string(c.Protocol), Host: c.Host, Port: int(c.Port), Security: string(c.Security), User: c.User,
			SignIn: list(c.SignIn), Source: string(c.Source), Where: c.Where, Provider: c.Provider,
			NeedsConfirmation: c.NeedsConfirmation, Why: c.Why, Unverified: c.Unverified,
		}
	}
	for i, a := range r.Attempts {
		view.Attempts[i] = DiscoveryAttempt{
			Source: string(a.Source), Where: a.Where, Outcome: a.Outcome, DurationMs: int(a.DurationMs),
		}
	}
	return view
}

package gateway

import (
	"context"

	"patchbay/backend/evidence"
)

// Editors may change the proxy and the DNS server of the vault. With encryption the
// server's certificate says that mail does not end up elsewhere by that; without it
// nothing does. So the way out is kept as it was when an owner chose to do without.

// wayNow is the way out as it is now, for mail without encryption; "" for mail with.
func (g *Gateway) wayNow(ctx context.Context, plain bool) (string, error) {
	if !plain {
		return "", nil
	}
	return g.network.Way(ctx)
}

// watch says of mail without encryption when it leaves by another way than an owner
// has seen.
func (g *Gateway) watch(ctx context.Context, stored Stored, kept record, plain bool) (Stored, error) {
	if !plain || !stored.Configured() || stored.Redirected != "" {
		return stored, nil
	}
	way, err := g.network.Way(ctx)
	if err != nil || way == kept.Way {
		return stored, err
	}
	stored.Redirected = "the mail is not encrypted, and the proxy or the DNS server has changed since an owner chose that"
	if stored.Settings.Enabled {
		stored.Status.Light, stored.Status.Summary = evidence.Failed, "May lead elsewhere since an owner chose it"
	}
	return stored, nil
}

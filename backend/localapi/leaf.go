package localapi

import (
	"context"
	"crypto"
	"crypto/tls"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Leaf returns a certificate for a key that belongs to the process, valid for
// sixty days. Without a server name, and for localhost, it names this machine;
// for "{tenant}.localhost" that name alone, when there is such a deployment. Any
// other name raises [CodeUnknownName]. It needs an unlocked vault.
func (a *API) Leaf(ctx context.Context, key crypto.Signer, serverName string) (tls.Certificate, error) {
	names, err := a.names(ctx, serverName)
	if err != nil {
		return tls.Certificate{}, err
	}
	if _, err := a.Authority(ctx); err != nil { // made, or made anew
		return tls.Certificate{}, err
	}
	var leaf tls.Certificate
	err = a.access.View(ctx, func(tx *vault.Tx) error {
		authority, err := a.authority(tx)
		if err != nil {
			return err
		}
		raw, err := tx.Secret(keyRef(), keyDestination)
		if err != nil {
			return err
		}
		defer raw.Wipe()
		leaf, err = newLeaf(authority, raw, key, names, a.now())
		return err
	})
	return leaf, err
}

// names are exactly those that a certificate for a server name carries.
func (a *API) names(ctx context.Context, serverName string) ([]string, error) {
	if serverName == "" || serverName == localName {
		return []string{localName, "127.0.0.1", "::1"}, nil
	}
	tenant, below := strings.CutSuffix(serverName, "."+localName)
	if below {
		tenants, err := a.deployments.TenantIDs(ctx)
		if err != nil {
			return nil, err
		}
		if slices.Contains(tenants, tenant) {
			return []string{serverName}, nil
		}
	}
	return nil, fault.New(fault.NotFound, CodeUnknownName, "the local API has no such name")
}

package api

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
)

// deployments are asked whose names the API answers to.
type deployments interface {
	List(ctx context.Context) ([]deployment.Deployment, error)
}

// hosts knows the names by which the API may be called. They are remembered
// until something happens to the vault or its deployments: each request asks.
type hosts struct {
	deployments deployments

	mu      sync.Mutex
	epoch   uint64
	tenants map[string]bool // nil: to be read
}

func newHosts(d deployments) *hosts { return &hosts{deployments: d} }

// forget says that names may have changed.
func (h *hosts) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.epoch++
	h.tenants = nil
}

// own reports whether a Host header names this machine on this port, exactly as
// one of its names is written.
func (h *hosts) own(ctx context.Context, host, port string) bool {
	name, ok := strings.CutSuffix(host, ":"+port)
	if !ok && port == "443" { // RFC 9110 §4.2.2: the default port is left out
		name, ok = host, true
	}
	if !ok {
		return false
	}
	switch name {
	case "127.0.0.1", "[::1]", localhost:
		return true
	}
	tenant, below := strings.CutSuffix(name, "."+localhost)
	if !below || !isLabel(tenant) {
		return false
	}
	known, locked := h.tenant(ctx, tenant)
	return known || locked
}

// tenant reports whether there is a deployment with this tenant ID. Nobody can
// tell while the vault is locked.
func (h *hosts) tenant(ctx context.Context, id string) (known, locked bool) {
	tenants, err := h.all(ctx)
	if err != nil {
		kind := fault.Of(err).Kind
		return false, kind == fault.Locked || kind == fault.Denied // a first password that is to be replaced
	}
	return tenants[id], false
}

// names lists the tenant IDs of all deployments.
func (h *hosts) names(ctx context.Context) ([]string, error) {
	tenants, err := h.all(ctx)
	return slices.Sorted(maps.Keys(tenants)), err
}

// all returns the tenant IDs, which the caller does not change.
func (h *hosts) all(ctx context.Context) (map[string]bool, error) {
	h.mu.Lock()
	tenants, epoch := h.tenants, h.epoch
	h.mu.Unlock()
	if tenants != nil {
		return tenants, nil
	}
	all, err := h.deployments.List(ctx)
	if err != nil {
		return nil, err
	}
	tenants = make(map[string]bool, len(all))
	for _, one := range all {
		tenants[one.TenantID] = true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.epoch == epoch {
		h.tenants = tenants
	}
	return tenants, nil
}

// isLabel reports whether a text is a lower-case DNS label (RFC 1123 §2.1).
func isLabel(text string) bool {
	if text == "" || len(text) > 63 || text[0] == '-' || text[len(text)-1] == '-' {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	})
}

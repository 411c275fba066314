package api

import (
	"net/http"

	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/signin"
)

func (a *routes) listProviders(c *call) (answer, error) {
	all, err := a.bench.Providers.List(c.ctx, c.deployment.ID)
	if err != nil {
		return answer{}, err
	}
	rows := make([]idp.Document, len(all))
	for i, s := range all {
		rows[i] = s.Document()
	}
	return ok(rows), nil
}

func (a *routes) getProvider(c *call) (answer, error) {
	p, err := a.bench.Providers.ByName(c.ctx, c.deployment.ID, c.r.PathValue("name"))
	if err != nil {
		return answer{}, err
	}
	return showProvider(http.StatusOK, p), nil
}

func (a *routes) postProvider(c *call) (answer, error) {
	settings, inputs, err := signin.Parse(c.body)
	if err != nil {
		return answer{}, err
	}
	defer inputs.Wipe()
	saved, err := a.bench.Providers.Save(c.ctx, c.deployment.ID, idp.Draft{Settings: settings, Secrets: inputs})
	if err != nil {
		return answer{}, err
	}
	return showProvider(http.StatusCreated, saved).
		with("Location", located(c, "identity-providers", saved.Settings.Name)), nil
}

// putProvider replaces the provider of the name, or makes it. The document may
// leave the name out, and give no other one.
func (a *routes) putProvider(c *call) (answer, error) {
	settings, inputs, err := signin.Parse(c.body)
	if err != nil {
		return answer{}, err
	}
	defer inputs.Wipe()
	if settings.Name, err = sameAs("name", c.r.PathValue("name"), settings.Name); err != nil {
		return answer{}, err
	}
	stored, err := a.bench.Providers.ByName(c.ctx, c.deployment.ID, settings.Name)
	if err != nil && !fault.HasCode(err, idp.CodeNotFound) {
		return answer{}, err
	}
	revision, err := ifMatch(c.r.Header, stored.Revision)
	if err != nil {
		return answer{}, err
	}
	saved, err := a.bench.Providers.Save(c.ctx, c.deployment.ID, idp.Draft{
		ID: stored.ID, Revision: revision, Settings: settings, Secrets: inputs,
	})
	if err != nil {
		return answer{}, stale(c.r.Header, err)
	}
	return showProvider(created(stored.ID != ""), saved), nil
}

func (a *routes) deleteProvider(c *call) (answer, error) {
	stored, err := a.bench.Providers.ByName(c.ctx, c.deployment.ID, c.r.PathValue("name"))
	if err != nil {
		return answer{}, err
	}
	revision, err := ifMatch(c.r.Header, stored.Revision)
	if err != nil {
		return answer{}, err
	}
	if err := a.bench.Providers.Remove(c.ctx, c.deployment.ID, stored.ID, revision); err != nil {
		return answer{}, stale(c.r.Header, err)
	}
	return answer{status: http.StatusNoContent}, nil
}

func showProvider(status int, p idp.Provider) answer {
	return answer{status: status, body: p.Document()}.with("ETag", entityTag(p.Revision))
}

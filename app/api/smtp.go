package api

import (
	"net/http"

	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
)

func (a *routes) listDeployments(c *call) (answer, error) {
	own, err := a.bench.Deployments.Get(c.ctx, c.grant.DeploymentID)
	if err != nil {
		return answer{}, err
	}
	return ok([]deploymentDocument{deploymentDocumentOf(own)}), nil
}

func (a *routes) getSMTP(c *call) (answer, error) {
	server, err := a.bench.Outgoing.Configured(c.ctx, c.deployment.ID)
	if err != nil {
		return answer{}, err
	}
	return showServer(http.StatusOK, server), nil
}

func (a *routes) putSMTP(c *call) (answer, error) {
	settings, inputs, err := smtp.Parse(c.body)
	if err != nil {
		return answer{}, err
	}
	defer inputs.Wipe()
	stored, err := a.bench.Outgoing.Get(c.ctx, c.deployment.ID)
	if err != nil {
		return answer{}, err
	}
	revision, err := ifMatch(c.r.Header, stored.Revision)
	if err != nil {
		return answer{}, err
	}
	saved, err := a.bench.Outgoing.Save(c.ctx, c.deployment.ID, outgoing.Draft{
		Revision: revision, Settings: settings, Secrets: inputs,
	})
	if err != nil {
		return answer{}, stale(c.r.Header, err)
	}
	return showServer(created(stored.Configured()), saved), nil
}

func showServer(status int, server outgoing.Server) answer {
	return answer{status: status, body: server.Settings.Document(server.Views())}.
		with("ETag", entityTag(server.Revision))
}

// created is the status of a PUT (RFC 9110 §9.3.4).
func created(wasThere bool) int {
	if wasThere {
		return http.StatusOK
	}
	return http.StatusCreated
}

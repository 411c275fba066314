package api

import "patchbay/backend/deployment"

// deploymentDocument is a deployment as a client may know it.
type deploymentDocument struct {
	ID          string                 `json:"id"`
	Name        string                 `json:"name"`
	TenantID    string                 `json:"tenantId"`
	Hostname    string                 `json:"hostname"`
	Environment deployment.Environment `json:"environment"`
}

func deploymentDocumentOf(d deployment.Deployment) deploymentDocument {
	return deploymentDocument{ID: d.ID, Name: d.Name, TenantID: d.TenantID, Hostname: d.Hostname, Environment: d.Environment}
}

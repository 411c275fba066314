package deployment

import "patchbay/backend/vault"

// record is the stored form. Its JSON names are a promise to old vaults.
type record struct {
	Name        string           `json:"name"`
	TenantID    string           `json:"tenantId"`
	Hostname    string           `json:"hostname"`
	Environment string           `json:"environment"`
	PortalURL   string           `json:"portalUrl,omitempty"`
	MessagesURL string           `json:"messagesUrl,omitempty"`
	Notes       string           `json:"notes,omitempty"`
	Variables   []variableRecord `json:"variables,omitempty"`
}

type variableRecord struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func newRecords() vault.Collection[record] {
	return vault.NewCollection[record]("deployment", 1, nil)
}

func toRecord(d Deployment) record {
	r := record{
		Name: d.Name, TenantID: d.TenantID, Hostname: d.Hostname, Environment: string(d.Environment),
		PortalURL: d.PortalURL, MessagesURL: d.MessagesURL, Notes: d.Notes,
	}
	for _, v := range d.Variables {
		r.Variables = append(r.Variables, variableRecord(v))
	}
	return r
}

func (r record) deployment(id string, meta vault.Meta) Deployment {
	d := Deployment{
		ID: id, Revision: meta.Revision, ChangedAt: meta.ChangedAt,
		Name: r.Name, TenantID: r.TenantID, Hostname: r.Hostname, Environment: Environment(r.Environment),
		PortalURL: r.PortalURL, MessagesURL: r.MessagesURL, Notes: r.Notes,
	}
	for _, v := range r.Variables {
		d.Variables = append(d.Variables, Variable(v))
	}
	return d
}

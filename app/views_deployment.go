package app

// Variable is a %name% placeholder's value.
type Variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Deployment is one target system in one environment. Environment is
// "development", "test" or "production". Revision 0 is a new one.
type Deployment struct {
	ID          string     `json:"id"`
	Revision    int        `json:"revision"`
	Name        string     `json:"name"`
	TenantID    string     `json:"tenantId"`
	Hostname    string     `json:"hostname"`
	Environment string     `json:"environment"`
	PortalURL   string     `json:"portalUrl"`
	MessagesURL string     `json:"messagesUrl"`
	Notes       string     `json:"notes"`
	Variables   []Variable `json:"variables"`
	ChangedAt   string     `json:"changedAt"`
}

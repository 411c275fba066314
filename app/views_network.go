package app

// NetworkSettings say how traffic leaves this machine. Proxy is "system",
// "none" or "manual"; Scheme is "socks5" or "http". Resolver is an IP address
// with or without a port, empty for the system's. System says in words which
// proxy the environment names, empty for none.
type NetworkSettings struct {
	Revision  int        `json:"revision"`
	ChangedAt string     `json:"changedAt"`
	Proxy     string     `json:"proxy"`
	Scheme    string     `json:"scheme"`
	Address   string     `json:"address"`
	User      string     `json:"user"`
	Password  SecretView `json:"password"`
	Resolver  string     `json:"resolver"`
	System    string     `json:"system"`
}

// NetworkDraft is what is on the screen.
type NetworkDraft struct {
	Revision int         `json:"revision"`
	Proxy    string      `json:"proxy"`
	Scheme   string      `json:"scheme"`
	Address  string      `json:"address"`
	User     string      `json:"user"`
	Password SecretInput `json:"password"`
	Resolver string      `json:"resolver"`
}

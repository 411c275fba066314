package smtp

import (
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// deadPort is a port at which a provider is known not to answer.
type deadPort struct {
	host   string // and the names below it
	port   uint16
	cause  string
	remedy string
	source string
}

// deadPorts lists providers without implicit TLS: they leave the connection
// hanging, which looks like a firewall.
func deadPorts() []deadPort {
	return []deadPort{
		{
			"postmarkapp.com", 465, "Postmark does not offer implicit TLS: nothing answers on port 465.",
			"Use port 587 with STARTTLS; 2525 and 25 work too.", "postmarkapp.com, SMTP documentation",
		},
		{
			"office365.com", 465, "Microsoft 365 does not offer implicit TLS: nothing answers on port 465.",
			"Use port 587 with STARTTLS.", sourceMicrosoft,
		},
	}
}

// knownPort explains a connection that did not come about by what is known of
// the provider.
func (s *session) knownPort(outcome proof.Outcome) proof.Outcome {
	if len(outcome.Failures) > 0 {
		outcome.Failures[0] = explainPort(s.Host, s.Port, outcome.Failures[0])
	}
	return outcome
}

func explainPort(host string, port uint16, f proof.Finding) proof.Finding {
	if f.Code != dial.CodeTimeout && f.Code != dial.CodeClosed && f.Code != dial.CodeRefused {
		return f
	}
	ports := deadPorts()
	i := slices.IndexFunc(ports, func(p deadPort) bool {
		return p.port == port && (host == p.host || strings.HasSuffix(host, "."+p.host))
	})
	if i < 0 {
		return f
	}
	f.Reason, f.Cause, f.Remedy, f.Source = "no_implicit_tls", ports[i].cause, ports[i].remedy, ports[i].source
	f.Fields = []string{"port", "security"}
	return f
}

package app

import (
	"strconv"
	"strings"

	"patchbay/backend/gateway"
	"patchbay/backend/operator"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// draft turns what is on the screen into the use case's words. The caller wipes its
// secret.
func (d MailGatewayDraft) draft() gateway.Draft {
	for _, typed := range []*string{&d.Host, &d.Port, &d.From, &d.SenderName, &d.UseDeploymentID} {
		*typed = strings.TrimSpace(*typed) // blanks around what was typed or pasted mean nothing
	}
	return gateway.Draft{
		Revision: vault.Revision(d.Revision),
		Settings: gateway.Settings{
			Enabled: d.Enabled, Host: d.Host, Port: d.Port, From: d.From, SenderName: d.SenderName,
			Security: gateway.Security(d.Security), CAPEM: d.CAPEM, UseDeployment: d.UseDeploymentID,
		},
		Password: d.Password.input(),
	}
}

func (g *Gateway) view(s gateway.Stored) MailGateway {
	settings := s.Settings.WithDefaults()
	view := MailGateway{
		Configured: s.Configured(), Revision: int(s.Revision), ChangedAt: stamp(s.ChangedAt),
		Enabled: settings.Enabled, Host: settings.Host, Port: settings.Port, From: settings.From,
		SenderName: settings.SenderName, Security: string(settings.Security), CAPEM: settings.CAPEM,
		Password: viewSecret(s.Password), UseDeploymentID: settings.UseDeployment, Redirected: s.Redirected,
		Light: Light(s.Status.Light), Summary: s.Status.Summary, TemplateChangedAt: stamp(s.TemplateChangedAt),
	}
	who, err := g.app.bench.Operators.Current()
	view.MayEdit = err == nil && who.Role == operator.Owner
	if s.Status.Proof != nil {
		last := viewProof(*s.Status.Proof)
		view.LastProof = &last
	}
	return view
}

// rehearsalGateway is a draft that reaches the rehearsal server, which calls its
// user by an address.
func rehearsalGateway(revision vault.Revision, server workbench.RehearsalServer) MailGatewayDraft {
	endpoint := server.Endpoint(smtp.SecurityImplicitTLS)
	return MailGatewayDraft{
		Revision: int(revision), Enabled: true, Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port),
		From: server.User, SenderName: "Rehearsal", Security: string(gateway.TLS), CAPEM: server.CAPEM,
		Password: SecretInput{Change: string(secret.Set), Value: string(server.Password.Reveal())},
	}
}

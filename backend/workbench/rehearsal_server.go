package workbench

import (
	"strconv"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/secret"
)

// RehearsalServer is how to reach the running servers. They share user,
// password and authority; what stands at the top is the mail server's.
type RehearsalServer struct {
	Endpoints []RehearsalEndpoint
	User      string
	Password  secret.Text // the servers' own: it protects nothing
	CAPEM     string
	Fault     string // the chosen one, empty for none
	Faults    []RehearsalFault
	Messages  int
	IMAP      RehearsalIMAP
	IDP       RehearsalIDP
}

// RehearsalIMAP is the server that shows what the mail server caught.
type RehearsalIMAP struct {
	Endpoints []RehearsalEndpoint
	Fault     string // the chosen one, empty for none
	Faults    []RehearsalFault
}

// RehearsalIDP is the identity provider, in all its protocols.
type RehearsalIDP struct {
	Issuer, AuthorizationURL, TokenURL, UserInfoURL, SAMLMetadataURL string

	ClientID     string
	ClientSecret secret.Text // the provider's own: it protects nothing
	People       []RehearsalPerson
	Fault        string // the chosen one, empty for none
	Faults       []RehearsalFault

	settings func(signin.Type) (signin.Settings, secret.Text)
}

// Settings is a configuration that reaches the provider, and the client secret
// that goes with it; SAML has none.
func (p RehearsalIDP) Settings(t signin.Type) (signin.Settings, secret.Text) { return p.settings(t) }

// Endpoint returns the one with this security.
func (s RehearsalIMAP) Endpoint(security account.Security) RehearsalEndpoint {
	return endpointWith(s.Endpoints, security)
}

// Endpoint returns the one with this security.
func (s RehearsalServer) Endpoint(security smtp.Security) RehearsalEndpoint {
	return endpointWith(s.Endpoints, security)
}

func endpointWith(endpoints []RehearsalEndpoint, security account.Security) RehearsalEndpoint {
	for _, e := range endpoints {
		if e.Security == string(security) {
			return e
		}
	}
	return RehearsalEndpoint{}
}

func (s *rehearsalServers) describe() RehearsalServer {
	return RehearsalServer{
		Endpoints: s.smtp.Endpoints(), User: s.smtp.User(), Password: s.smtp.Password(),
		CAPEM: s.smtp.CAPEM(), Fault: s.smtp.Fault(), Faults: s.smtp.Faults(), Messages: s.smtp.Inbox().Len(),
		IMAP: RehearsalIMAP{Endpoints: s.imap.Endpoints(), Fault: s.imap.Fault(), Faults: s.imap.Faults()},
		IDP:  describeIDP(s.idp),
	}
}

func describeIDP(s *idpd.Server) RehearsalIDP {
	return RehearsalIDP{
		Issuer: s.Issuer(), AuthorizationURL: s.AuthorizationURL(), TokenURL: s.TokenURL(),
		UserInfoURL: s.UserInfoURL(), SAMLMetadataURL: s.SAMLMetadataURL(),
		ClientID: s.ClientID(), ClientSecret: s.ClientSecret(), People: s.People(),
		Fault: s.Fault(), Faults: s.Faults(), settings: s.Settings,
	}
}

// Settings is a configuration that reaches the mail server.
func (s RehearsalServer) Settings() smtp.Settings {
	endpoint := s.Endpoint(smtp.SecuritySTARTTLS)
	enabled := true
	return smtp.Settings{
		Enabled: &enabled, Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port),
		Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword, User: s.User,
		From: "portal@rehearsal.example", FromName: "Rehearsal", CAPEM: s.CAPEM,
	}
}

// Mailbox is a mailbox that reads what the mail server caught. Any address may
// stand in the place of its own: the user who signs in is another field.
func (s RehearsalServer) Mailbox() imap.Settings {
	endpoint := s.IMAP.Endpoint(account.SecurityImplicitTLS)
	return imap.Settings{
		Mailbox: s.User, Name: "Rehearsal", Description: "Shows the messages that the rehearsal mail server caught.",
		Settings: account.Settings{
			Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: account.SecurityImplicitTLS,
			Auth: account.SignInPassword, User: s.User, CAPEM: s.CAPEM,
		},
	}
}

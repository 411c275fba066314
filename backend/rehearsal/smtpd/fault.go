package smtpd

import (
	"net"
	"strings"

	"github.com/emersion/go-smtp"

	"patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/repertoire"
	"patchbay/backend/rehearsal/saslserver"
)

// Fault is a failure that the server can be told to act.
type Fault = repertoire.Fault

// behaviour is what a chosen fault changes. Its zero value is a server without
// faults.
type behaviour struct {
	name, label string // of the fault

	certificate authority.Kind
	wire        func(net.Conn)            // takes over the connection instead of the engine
	inject      bool                      // sends bytes behind the answer to STARTTLS
	noSTARTTLS  bool                      // hides it from EHLO
	noAuth      bool                      // hides it from EHLO
	echo        bool                      // repeats the password in its refusal
	mute        bool                      // takes a message and closes instead of saying so
	maxSize     int64                     // 0 keeps the server's own
	replies     map[stage]*smtp.SMTPError // refusals of the engine
}

// stage is a moment at which the server may refuse.
type stage int

const (
	atAuth stage = iota + 1
	atSender
	atRecipient
	atData
)

func refuse(at stage, code int, enhanced smtp.EnhancedCode, message string) map[stage]*smtp.SMTPError {
	return map[stage]*smtp.SMTPError{at: {Code: code, EnhancedCode: enhanced, Message: message}}
}

// behaviours lists every fault in the order in which a conversation meets
// them. The words of the refusals are those of servers that are widely used.
func behaviours() []behaviour {
	list := connectionBehaviours()
	list = append(list, authBehaviours()...)
	return append(list, messageBehaviours()...)
}

func connectionBehaviours() []behaviour {
	return []behaviour{
		{name: "silence", label: "Accepts the connection and says nothing", wire: repertoire.Silence},
		{name: "closes-at-once", label: "Closes the connection without a greeting", wire: repertoire.HangUp},
		{
			name: "greeting-refused", label: "Greets with a refusal (554)",
			wire: repertoire.SayAndHangUp("554 5.7.1 No SMTP service here\r\n"),
		},
		{
			name: "closes-after-greeting", label: "Closes the connection right after its greeting",
			wire: repertoire.SayAndHangUp("220 localhost ESMTP Service Ready\r\n"),
		},
		{
			// A reply whose last line never comes (RFC 5321 §4.2.1).
			name: "endless-banner", label: "Never ends its greeting",
			wire: repertoire.NeverEnd("", strings.Repeat("220-"+strings.Repeat("welcome ", 60)+"\r\n", 64)),
		},
		{name: "starttls-missing", label: "Does not offer STARTTLS (STARTTLS port)", noSTARTTLS: true},
		{name: "starttls-injection", label: "Sends bytes in clear behind STARTTLS (STARTTLS port)", inject: true},
		{name: "certificate-expired", label: "Shows an expired certificate", certificate: authority.Expired},
		{name: "certificate-wrong-name", label: "Shows a certificate for another name", certificate: authority.WrongName},
		{name: "certificate-unknown-authority", label: "Shows a certificate of an unknown authority", certificate: authority.Foreign},
		{name: "certificate-self-signed", label: "Shows a self-signed certificate", certificate: authority.SelfSigned},
	}
}

func authBehaviours() []behaviour {
	return []behaviour{
		{name: "auth-missing", label: "Offers no sign-in", noAuth: true},
		{
			name: "password-refused", label: "Refuses the password (535)",
			replies: refuse(atAuth, 535, smtp.EnhancedCode{5, 7, 8}, "Error: authentication failed: (reason unavailable)"),
		},
		{
			name: "app-password-required", label: "Asks for an app password (534)",
			replies: refuse(atAuth, 534, smtp.EnhancedCode{5, 7, 9}, "Application-specific password required"),
		},
		{
			name: "auth-disabled", label: "Has passwords switched off for this mailbox (535)",
			replies: refuse(atAuth, 535, smtp.EnhancedCode{5, 7, 139}, "Authentication unsuccessful, basic authentication is disabled"),
		},
		{
			name: "auth-unavailable", label: "Cannot check passwords at the moment (454)",
			replies: refuse(atAuth, 454, smtp.EnhancedCode{4, 7, 0}, "Temporary authentication failure"),
		},
		{
			name: "auth-throttled", label: "Has seen too many sign-ins (454)",
			replies: refuse(atAuth, 454, smtp.EnhancedCode{4, 7, 0}, "Too many authentication attempts, please try again later"),
		},
		{name: "password-echoed", label: "Refuses the password and repeats it (535)", echo: true},
	}
}

func messageBehaviours() []behaviour {
	return []behaviour{
		{
			name: "sender-not-owned", label: "Refuses a sender that is not the account's own (553)",
			replies: refuse(atSender, 553, smtp.EnhancedCode{5, 7, 1}, "Sender address rejected: not owned by user "+saslserver.User),
		},
		{
			name: "greylisted", label: "Refuses the recipient for now (451)",
			replies: refuse(atRecipient, 451, smtp.EnhancedCode{4, 7, 1}, "Greylisted, please try again later"),
		},
		{
			name: "relay-denied", label: "Refuses to relay to other domains (554)",
			replies: refuse(atRecipient, 554, smtp.EnhancedCode{5, 7, 1}, "Relay access denied"),
		},
		{
			name: "recipient-unknown", label: "Does not know the recipient (550)",
			replies: refuse(atRecipient, 550, smtp.EnhancedCode{5, 1, 1}, "Recipient address rejected: User unknown"),
		},
		{
			name: "mailbox-full", label: "Has a full mailbox at the recipient's (552)",
			replies: refuse(atRecipient, 552, smtp.EnhancedCode{5, 2, 2}, "Mailbox is full, over quota"),
		},
		{name: "message-too-large", label: "Takes very small messages only (552)", maxSize: 64},
		{
			name: "message-refused", label: "Takes the message for spam (554)",
			replies: refuse(atData, 554, smtp.EnhancedCode{5, 7, 1}, "Message rejected as spam"),
		},
		{name: "closes-after-data", label: "Takes the message, and closes the connection before it says so", mute: true},
	}
}

func newRepertoire() *repertoire.Repertoire[behaviour] {
	return repertoire.New("rehearsal server", behaviours(), func(b behaviour) Fault { return Fault{Name: b.name, Label: b.label} })
}

// Faults lists what SetFault knows, in the order in which a conversation meets
// them.
func (s *Server) Faults() []Fault { return s.repertoire.Faults() }

// SetFault chooses the fault of connections to come; "" is none. An unknown
// name is an invalid fault and changes nothing.
func (s *Server) SetFault(name string) error { return s.repertoire.Choose(name) }

// Fault is the name of the chosen fault, "" for none.
func (s *Server) Fault() string { return s.repertoire.Chosen().name }

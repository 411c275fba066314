package smtpd

import (
	"fmt"

	"github.com/emersion/go-smtp"

	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/saslserver"
)

// CodeFaultUnknown is the fault of choosing a failure that is not listed.
const CodeFaultUnknown = "rehearsal.fault_unknown"

// Fault is a failure that the server can be told to act.
type Fault struct {
	Name  string // stable, for SetFault
	Label string // for people
}

// behaviour is what a chosen fault changes. Its zero value is a server without
// faults.
type behaviour struct {
	Fault
	certificate authority.Kind
	wire        func(session *wire)       // takes over the connection instead of the engine
	inject      bool                      // sends bytes behind the answer to STARTTLS
	noSTARTTLS  bool                      // hides it from EHLO
	noAuth      bool                      // hides it from EHLO
	echo        bool                      // repeats the password in its refusal
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
		{Fault: Fault{"silence", "Accepts the connection and says nothing"}, wire: (*wire).silence},
		{Fault: Fault{"closes-at-once", "Closes the connection without a greeting"}, wire: (*wire).hangUp},
		{Fault: Fault{"greeting-refused", "Greets with a refusal (554)"}, wire: (*wire).refuseGreeting},
		{Fault: Fault{"closes-after-greeting", "Closes the connection right after its greeting"}, wire: (*wire).greetAndHangUp},
		{Fault: Fault{"endless-banner", "Never ends its greeting"}, wire: (*wire).endlessBanner},
		{Fault: Fault{"starttls-missing", "Does not offer STARTTLS (STARTTLS port)"}, noSTARTTLS: true},
		{Fault: Fault{"starttls-injection", "Sends bytes in clear behind STARTTLS (STARTTLS port)"}, inject: true},
		{Fault: Fault{"certificate-expired", "Shows an expired certificate"}, certificate: authority.Expired},
		{Fault: Fault{"certificate-wrong-name", "Shows a certificate for another name"}, certificate: authority.WrongName},
		{Fault: Fault{"certificate-unknown-authority", "Shows a certificate of an unknown authority"}, certificate: authority.Foreign},
		{Fault: Fault{"certificate-self-signed", "Shows a self-signed certificate"}, certificate: authority.SelfSigned},
	}
}

func authBehaviours() []behaviour {
	return []behaviour{
		{Fault: Fault{"auth-missing", "Offers no sign-in"}, noAuth: true},
		{
			Fault:   Fault{"password-refused", "Refuses the password (535)"},
			replies: refuse(atAuth, 535, smtp.EnhancedCode{5, 7, 8}, "Error: authentication failed: (reason unavailable)"),
		},
		{
			Fault:   Fault{"app-password-required", "Asks for an app password (534)"},
			replies: refuse(atAuth, 534, smtp.EnhancedCode{5, 7, 9}, "Application-specific password required"),
		},
		{
			Fault:   Fault{"auth-disabled", "Has passwords switched off for this mailbox (535)"},
			replies: refuse(atAuth, 535, smtp.EnhancedCode{5, 7, 139}, "Authentication unsuccessful, basic authentication is disabled"),
		},
		{
			Fault:   Fault{"auth-unavailable", "Cannot check passwords at the moment (454)"},
			replies: refuse(atAuth, 454, smtp.EnhancedCode{4, 7, 0}, "Temporary authentication failure"),
		},
		{
			Fault:   Fault{"auth-throttled", "Has seen too many sign-ins (454)"},
			replies: refuse(atAuth, 454, smtp.EnhancedCode{4, 7, 0}, "Too many authentication attempts, please try again later"),
		},
		{Fault: Fault{"password-echoed", "Refuses the password and repeats it (535)"}, echo: true},
	}
}

func messageBehaviours() []behaviour {
	return []behaviour{
		{
			Fault:   Fault{"sender-not-owned", "Refuses a sender that is not the account's own (553)"},
			replies: refuse(atSender, 553, smtp.EnhancedCode{5, 7, 1}, "Sender address rejected: not owned by user "+saslserver.User),
		},
		{
			Fault:   Fault{"greylisted", "Refuses the recipient for now (451)"},
			replies: refuse(atRecipient, 451, smtp.EnhancedCode{4, 7, 1}, "Greylisted, please try again later"),
		},
		{
			Fault:   Fault{"relay-denied", "Refuses to relay to other domains (554)"},
			replies: refuse(atRecipient, 554, smtp.EnhancedCode{5, 7, 1}, "Relay access denied"),
		},
		{
			Fault:   Fault{"recipient-unknown", "Does not know the recipient (550)"},
			replies: refuse(atRecipient, 550, smtp.EnhancedCode{5, 1, 1}, "Recipient address rejected: User unknown"),
		},
		{
			Fault:   Fault{"mailbox-full", "Has a full mailbox at the recipient's (552)"},
			replies: refuse(atRecipient, 552, smtp.EnhancedCode{5, 2, 2}, "Mailbox is full, over quota"),
		},
		{Fault: Fault{"message-too-large", "Takes very small messages only (552)"}, maxSize: 64},
		{
			Fault:   Fault{"message-refused", "Takes the message for spam (554)"},
			replies: refuse(atData, 554, smtp.EnhancedCode{5, 7, 1}, "Message rejected as spam"),
		},
	}
}

// Faults lists what SetFault knows, in the order in which a conversation meets
// them.
func (s *Server) Faults() []Fault {
	list := behaviours()
	faults := make([]Fault, len(list))
	for i, b := range list {
		faults[i] = b.Fault
	}
	return faults
}

// SetFault chooses the fault of connections to come; "" is none. An unknown
// name is an invalid fault and changes nothing.
func (s *Server) SetFault(name string) error {
	chosen, err := findBehaviour(name)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = chosen
	return nil
}

// Fault is the name of the chosen fault, "" for none.
func (s *Server) Fault() string {
	return s.chosen().Name
}

// chosen is the fault of a connection that begins now.
func (s *Server) chosen() behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

func findBehaviour(name string) (behaviour, error) {
	if name == "" {
		return behaviour{}, nil
	}
	for _, b := range behaviours() {
		if b.Name == name {
			return b, nil
		}
	}
	return behaviour{}, fault.New(fault.Invalid, CodeFaultUnknown, fmt.Sprintf("the rehearsal server has no fault %q", name)).
		WithHint("choose one of the listed faults").WithField("fault", "is not a fault of this server")
}

package imapd

import (
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/authority"
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
	wire        func(*wire) // takes over the connection instead of the engine
	slow        bool        // pauses before each answer

	noSTARTTLS bool // neither offers nor takes it
	inject     bool // sends bytes behind the answer to STARTTLS
	preauth    bool // greets as if the client had signed in
	plain      bool // takes sign-ins in clear, and refuses them
	noSignIn   bool // announces LOGINDISABLED under TLS

	alert       string // an untagged line that follows the greeting under TLS
	onlyCommand bool   // takes the command LOGIN and no mechanism
	echo        bool   // repeats the password in its refusal
	refusal     refusal
	bye         string // ends the connection at the sign-in

	examine *refusal // of a folder, although the client has signed in
	needsID bool     // refuses folders until the client has said who it is

	junk    bool // shows what was caught in Junk
	rewrite bool // shows another sender than was sent
}

// refusal is a tagged answer, and an untagged line before it.
type refusal struct {
	before string
	answer string // such as "NO [LIMIT] Too many"; "" refuses nothing
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
func (s *Server) Fault() string { return s.chosen().Name }

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
	return behaviour{}, fault.New(fault.Invalid, CodeFaultUnknown, fmt.Sprintf("the rehearsal mailbox server has no fault %q", name)).
		WithHint("choose one of the listed faults").WithField("fault", "is not a fault of this server")
}

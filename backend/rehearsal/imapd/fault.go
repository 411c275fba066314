package imapd

import (
	"net"

	"patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/repertoire"
)

// Fault is a failure that the server can be told to act.
type Fault = repertoire.Fault

// behaviour is what a chosen fault changes. Its zero value is a server without
// faults.
type behaviour struct {
	name, label string // of the fault

	certificate authority.Kind
	wire        func(net.Conn) // takes over the connection instead of the engine
	slow        bool           // pauses before each answer

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

func newRepertoire() *repertoire.Repertoire[behaviour] {
	return repertoire.New("rehearsal mailbox server", behaviours(), func(b behaviour) Fault { return Fault{Name: b.name, Label: b.label} })
}

// Faults lists what SetFault knows, in the order in which a conversation meets
// them.
func (s *Server) Faults() []Fault { return s.repertoire.Faults() }

// SetFault chooses the fault of connections to come; "" is none. An unknown
// name is an invalid fault and changes nothing.
func (s *Server) SetFault(name string) error { return s.repertoire.Choose(name) }

// Fault is the name of the chosen fault, "" for none.
func (s *Server) Fault() string { return s.repertoire.Chosen().name }

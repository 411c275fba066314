package cli

import (
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/workbench"
)

// askFaults in place of a fault's name asks which there are.
const askFaults = "help"

// rehearsalFaults are those that the servers are told to act.
type rehearsalFaults struct{ smtp, imap, idp string }

func (f rehearsalFaults) asked() bool {
	return f.smtp == askFaults || f.imap == askFaults || f.idp == askFaults
}

func (f rehearsalFaults) choose(r *workbench.Rehearsal, server workbench.RehearsalServer) error {
	for _, chosen := range []struct {
		protocol, name string
		known          []workbench.RehearsalFault
	}{
		{"smtp", f.smtp, server.Faults},
		{"imap", f.imap, server.IMAP.Faults},
		{"idp", f.idp, server.IDP.Faults},
	} {
		if err := chooseFault(r, chosen.protocol, chosen.name, chosen.known); err != nil {
			return err
		}
	}
	return nil
}

// chooseFault lists the faults when there is none of that name.
func chooseFault(r *workbench.Rehearsal, protocol, name string, known []workbench.RehearsalFault) error {
	if name == "" {
		return nil
	}
	names := make([]string, len(known))
	for i, f := range known {
		names[i] = f.Name
	}
	if err := r.SetFault(protocol, name); err != nil {
		return fault.Of(err).WithHint("choose one of: " + strings.Join(names, ", "))
	}
	return nil
}

// faultsDocument is the answer of "rehearse --fault help".
type faultsDocument struct {
	SMTP []faultDocument `json:"smtp"`
	IMAP []faultDocument `json:"imap"`
	IDP  []faultDocument `json:"idp"`
}

type faultDocument struct {
	Name  string `json:"name"`
	Label string `json:"label"`
}

func faultDocuments(known []workbench.RehearsalFault) []faultDocument {
	documents := make([]faultDocument, len(known))
	for i, f := range known {
		documents[i] = faultDocument(f)
	}
	return documents
}

func (c *call) showFaults(server workbench.RehearsalServer) error {
	document := faultsDocument{
		SMTP: faultDocuments(server.Faults), IMAP: faultDocuments(server.IMAP.Faults), IDP: faultDocuments(server.IDP.Faults),
	}
	return c.out.result(document, func(p *printer) {
		p.faults("--fault", document.SMTP)
		p.line("")
		p.faults("--imap-fault", document.IMAP)
		p.line("")
		p.faults("--idp-fault", document.IDP)
	})
}

func (p *printer) faults(flag string, known []faultDocument) {
	rows := make([][]string, len(known))
	for i, f := range known {
		rows[i] = []string{f.Name, f.Label}
	}
	p.table([]string{flag, "WHAT THE SERVER DOES"}, rows)
}

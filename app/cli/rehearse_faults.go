package cli

import (
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/workbench"
)

// askFaults in place of a fault's name asks which there are.
const askFaults = "help"

// rehearsalFaults are those that the servers are told to act.
type rehearsalFaults struct{ smtp, imap string }

func (f rehearsalFaults) asked() bool { return f.smtp == askFaults || f.imap == askFaults }

func (f rehearsalFaults) choose(r *workbench.Rehearsal, server workbench.RehearsalServer) error {
	var sends, reads []string
	for _, known := range server.Faults {
		sends = append(sends, known.Name)
	}
	for _, known := range server.IMAP.Faults {
		reads = append(reads, known.Name)
	}
	if err := chooseFault(r, "smtp", f.smtp, sends); err != nil {
		return err
	}
	return chooseFault(r, "imap", f.imap, reads)
}

// chooseFault lists the faults when there is none of that name.
func chooseFault(r *workbench.Rehearsal, protocol, name string, known []string) error {
	if name == "" {
		return nil
	}
	if err := r.SetFault(protocol, name); err != nil {
		return fault.Of(err).WithHint("choose one of: " + strings.Join(known, ", "))
	}
	return nil
}

// faultsDocument is the answer of "rehearse --fault help".
type faultsDocument struct {
	SMTP []faultDocument `json:"smtp"`
	IMAP []faultDocument `json:"imap"`
}

type faultDocument struct {
	Name  string `json:"name"`
	Label string `json:"label"`
}

func (c *call) showFaults(server workbench.RehearsalServer) error {
	var document faultsDocument
	for _, known := range server.Faults {
		document.SMTP = append(document.SMTP, faultDocument(known))
	}
	for _, known := range server.IMAP.Faults {
		document.IMAP = append(document.IMAP, faultDocument(known))
	}
	return c.out.result(document, func(p *printer) {
		p.faults("--fault", document.SMTP)
		p.line("")
		p.faults("--imap-fault", document.IMAP)
	})
}

func (p *printer) faults(flag string, known []faultDocument) {
	rows := make([][]string, len(known))
	for i, f := range known {
		rows[i] = []string{f.Name, f.Label}
	}
	p.table([]string{flag, "WHAT THE SERVER DOES"}, rows)
}

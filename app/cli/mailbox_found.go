package cli

import "patchbay/backend/proof"

// mailboxFound writes what a person has to be told of a proof that passed, too:
// the server's alerts (RFC 9051 §7.1 demands it), and what it cannot do.
func (p *printer) mailboxFound(report proof.Report) {
	for _, step := range report.Steps {
		if step.Mailbox == nil {
			continue
		}
		for _, notice := range step.Mailbox.Notices {
			p.line("")
			p.line("%s: the server wants a person to read this", step.Name)
			p.labelled(2, "Server said", notice.Text)
			if notice.URL != "" {
				p.labelled(2, "Open", notice.URL)
			}
		}
	}
	for _, step := range report.Steps {
		if step.Mailbox == nil || len(step.Mailbox.Misses) == 0 {
			continue
		}
		p.line("")
		p.line("What the server does not offer:")
		for _, miss := range step.Mailbox.Misses {
			p.labelled(2, miss.Name, miss.Meaning)
		}
	}
}

package render

import "patchbay/backend/protocol/smtp"

// Compose addresses a mail to one recipient, in the words of the protocol. The ID is
// as [smtp.NewID] makes them: a mail that is sent again keeps it. The data of inline
// images are shared.
func (m Mail) Compose(to, id string) smtp.Mail {
	composed := smtp.Mail{To: to, Subject: m.Subject, Text: m.Text, HTML: m.HTML, ID: id}
	for _, part := range m.Inline {
		composed.Inline = append(composed.Inline, smtp.Inline(part))
	}
	return composed
}

package provider

import "strings"

// amazonCommands name the region of the host, because everything at Amazon SES
// is done once in each region.
func amazonCommands(p Provider, c CommandContext) []Command {
	region, ok := SESRegion(c.Host)
	if !ok {
		region = p.Region
	}
	return []Command{{
		Title: "Create SMTP credentials in " + region,
		Kind:  KindSteps,
		Text: strings.Join([]string{
			"Open the SES console in the region " + region + ".",
			"Verify " + value(c.Mailbox, "From address") + " or its domain there.",
			"Under SMTP settings create SMTP credentials; enter the user name and the password here.",
			"Or take an IAM user that may send mail: its access key ID is the user name, and the password is derived from its secret access key.",
			"Ask AWS to leave the sandbox in this region: inside it only verified recipients get mail.",
		}, "\n"),
	}}
}

package cli

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

// smtpPermissions is what "smtp permissions" was asked for.
type smtpPermissions struct {
	source  smtpSource
	to      string
	further []string
}

func smtpPermissionsCommand() command {
	var o smtpPermissions
	return command{
		name:  "smtp permissions",
		short: "ask the server from which addresses the account may send",
		long: "From, envelope sender, Reply-To and further addresses are offered as senders, one after the other, " +
			"and taken back: nothing is sent. Some providers decide only when they have the message.",
		examples: []string{
			"patchbay smtp permissions --address sales@example.com --address jobs@example.com",
			"patchbay smtp permissions --from smtp.json --to ada@example.com --json",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringArrayVar(&o.further, "address", nil, "a further `ADDRESS` to send from; may be repeated")
			f.StringVar(&o.to, "to", "", "`ADDRESS` of the recipient; default: the operator's, with --from the sender's")
			o.source.bindRun(f, "`FILE` with a document to ask with instead of what is kept; - is standard input")
		},
		run: func(c *call) error {
			if o.source.from != "" {
				return o.askDocument(c)
			}
			return c.withServer(func(bench *workbench.Workbench, server outgoing.Server) error { return o.askKept(c, bench, server) })
		},
	}
}

func (o smtpPermissions) askDocument(c *call) error {
	request, done, err := o.source.request(c)
	if err != nil {
		return err
	}
	defer done()
	request.To, request.Level, request.Observe = o.to, smtp.LevelEnvelope, nil
	expanded := request.Settings.WithDefaults()
	return c.showPermissions(outgoing.Permissions{
		PermissionsReport: smtp.Permissions(c.ctx, smtp.PermissionsRequest{
			Request: request, Addresses: outgoing.Addresses(expanded, o.further),
		}),
		After: outgoing.AfterData(expanded),
	})
}

func (o smtpPermissions) askKept(c *call, bench *workbench.Workbench, server outgoing.Server) error {
	to, err := recipient(bench, o.to)
	if err != nil {
		return err
	}
	permissions, err := bench.Outgoing.Permissions(c.ctx, server.DeploymentID, outgoing.PermissionsRequest{
		Draft: server.Draft(), To: to, Further: o.further,
	})
	if err != nil {
		return err
	}
	return c.showPermissions(permissions)
}

// whySo is what the server said to an address, or why it was not asked.
func whySo(row smtp.PermissionRow) string {
	switch {
	case row.Remote != nil:
		return remoteText(row.Remote)
	case row.Finding != nil:
		return row.Finding.Cause
	}
	return ""
}

// showPermissions has the exit status of a failed proof when the server was
// not asked, or refused an address.
func (c *call) showPermissions(permissions outgoing.Permissions) error {
	document := struct {
		smtp.PermissionsReport
		After string `json:"after,omitempty"`
	}{permissions.PermissionsReport, permissions.After}
	err := c.out.result(document, func(p *printer) {
		if permissions.Proof.Verdict == proof.Failed {
			p.verdict(permissions.Proof)
			return
		}
		rows := make([][]string, len(permissions.Rows))
		for i, row := range permissions.Rows {
			rows[i] = []string{row.Address, strings.Join(row.Roles, ", "), string(row.Verdict), clip(whySo(row))}
		}
		p.table([]string{"ADDRESS", "USED AS", "VERDICT", "THE SERVER SAID"}, rows)
		if permissions.After != "" {
			p.line("")
			p.hanging("", permissions.After)
		}
	})
	refused := slices.ContainsFunc(permissions.Rows, func(row smtp.PermissionRow) bool { return row.Verdict == smtp.PermissionRefused })
	if err == nil && (refused || permissions.Proof.Verdict == proof.Failed) {
		err = errProofFailed
	}
	return err
}

package cli

import (
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/audit"
	"patchbay/backend/workbench"
)

func auditCommands() []command { return []command{auditListCommand()} }

func auditListCommand() command {
	var limit uint
	return command{
		name:     "audit list",
		short:    "list who changed what and when, newest first",
		examples: []string{"patchbay audit list --limit 20", "patchbay audit list --json"},
		flags: func(f *pflag.FlagSet) {
			f.UintVar(&limit, "limit", 0, "the newest `N` only; 0 lists all")
		},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				entries, err := bench.Audit.List(c.ctx, int(min(limit, 1<<30)))
				if err != nil {
					return err
				}
				if entries == nil {
					entries = []audit.Entry{} // an empty list, not null
				}
				return c.out.result(entries, func(p *printer) {
					rows := make([][]string, len(entries))
					for i, e := range entries {
						rows[i] = []string{e.At.UTC().Format(time.RFC3339), e.Operator, e.Action, e.Subject, e.Detail}
					}
					p.table([]string{"AT", "OPERATOR", "ACTION", "SUBJECT", "DETAIL"}, rows)
				})
			})
		},
	}
}

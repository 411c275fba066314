package cli

import (
	"errors"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/audit"
	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/workbench"
)

func auditCommands() []command { return []command{auditListCommand(), auditVerifyCommand()} }

// auditFlags are the filter as it is typed.
type auditFlags struct {
	filter       audit.Filter
	since, until string
	limit        uint
}

func (a *auditFlags) bind(f *pflag.FlagSet) {
	f.StringVar(&a.filter.Text, "text", "", "only entries that hold this `TEXT`")
	f.StringVar(&a.filter.Operator, "by", "", "only what the operator with this `NAME` did")
	f.StringVar(&a.filter.Action, "action", "", "only this `ACTION`, whole or up to a dot: vault finds vault.created")
	f.StringVar(&a.since, "since", "", "only from this `TIME` on, such as 2026-11-21 or 2026-11-21T10:00:00Z")
	f.StringVar(&a.until, "until", "", "only up to this `TIME`; a day counts whole")
	f.BoolVar(&a.filter.Refused, "refused", false, "only what was tried and not allowed")
	f.UintVar(&a.limit, "limit", 0, "the newest `N` only; 0 lists all")
}

// times reads the two times. A day is one of UTC, as the list prints them.
func (a *auditFlags) times() error {
	var err error
	if a.filter.From, err = readTime("--since", a.since, 0); err != nil {
		return err
	}
	a.filter.To, err = readTime("--until", a.until, 1)
	return err
}

// readTime reads a time or a day, to which it adds some days.
func readTime(flag, text string, add int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, add), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, usageError{
			message: flag + " " + strconv.Quote(text) + " is neither a day such as 2026-11-21 nor a time such as 2026-11-21T10:00:00Z",
			command: "audit list",
		}
	}
	return at, nil
}

func auditListCommand() command {
	var flags auditFlags
	return command{
		name:  "audit list",
		short: "list who changed what and when, newest first",
		long: "Every change is in it, and every attempt that was not allowed. --deployment lists what was done to " +
			"that one. Times are UTC.",
		examples: []string{
			"patchbay audit list --limit 20", "patchbay audit list --json",
			"patchbay audit list --refused --since 2026-11-01",
		},
		flags: flags.bind,
		run: func(c *call) error {
			if err := flags.times(); err != nil {
				return err
			}
			return c.withVault(func(bench *workbench.Workbench) error {
				filter := flags.filter
				var err error
				if filter.Deployment, err = c.auditedDeployment(bench); err != nil {
					return err
				}
				entries, err := c.findEntries(bench, filter, int(min(flags.limit, 1<<30)))
				if err != nil {
					return err
				}
				return c.out.result(entries, func(p *printer) { printEntries(p, entries) })
			})
		},
	}
}

// auditedDeployment is the ID of the deployment that was named. One that was
// removed is known to the journal alone, by its ID.
func (c *call) auditedDeployment(bench *workbench.Workbench) (string, error) {
	name := c.global.deployment
	if name == "" {
		return "", nil
	}
	d, err := bench.Deployments.Find(c.ctx, name)
	if !fault.HasCode(err, deployment.CodeNotFound) {
		return d.ID, err
	}
	page, journalErr := bench.Audit.Find(c.ctx, audit.Filter{Deployment: name, Limit: 1})
	if len(page.Entries) == 0 {
		return "", errors.Join(err, journalErr)
	}
	return name, nil
}

// findEntries reads page after page; limit 0 means all.
func (c *call) findEntries(bench *workbench.Workbench, filter audit.Filter, limit int) ([]audit.Entry, error) {
	entries := []audit.Entry{} // an empty list, not null
	for {
		filter.Limit = 1000
		if limit > 0 {
			filter.Limit = min(filter.Limit, limit-len(entries))
		}
		page, err := bench.Audit.Find(c.ctx, filter)
		entries = append(entries, page.Entries...)
		if err != nil || !page.More || limit > 0 && len(entries) >= limit {
			return entries, err
		}
		filter.Before = page.Entries[len(page.Entries)-1].Sequence
	}
}

func printEntries(p *printer, entries []audit.Entry) {
	if len(entries) == 0 {
		p.line("There is no such entry.")
		return
	}
	rows := make([][]string, len(entries))
	for i, e := range entries {
		action, operator := e.Action, e.Operator
		if e.Refused {
			action += " (refused)"
		}
		if e.Via != "" {
			operator += " via " + e.Via
		}
		rows[i] = []string{e.At.UTC().Format(time.RFC3339), operator, action, e.Subject, e.Detail}
	}
	p.table([]string{"AT", "OPERATOR", "ACTION", "SUBJECT", "DETAIL"}, rows)
}

// chainDocument is the answer of "audit verify".
type chainDocument struct {
	Entries int    `json:"entries"`
	Last    string `json:"last"` // hash of the newest entry
}

func auditVerifyCommand() command {
	return command{
		name:  "audit verify",
		short: "check that no entry of the journal was removed, moved or changed",
		long: "Every entry holds the hash of the one before it. Note the printed hash of the newest entry elsewhere: " +
			"a journal that was cut later cannot show it again. A broken journal ends with exit status 8.",
		examples: []string{"patchbay audit verify", "patchbay audit verify --json"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				chain, err := bench.Audit.Verify(c.ctx)
				if err != nil {
					return err
				}
				return c.out.result(chainDocument(chain), func(p *printer) {
					p.line("The journal holds together: %d entries.", chain.Entries)
					p.line("Hash of the newest entry: %s", chain.Last)
				})
			})
		},
	}
}

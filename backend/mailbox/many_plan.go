package mailbox

import (
	"context"
	"strings"
	"unique"

	"patchbay/backend/evidence"
	"patchbay/backend/fault"
)

// manyJobs makes the jobs of a run: those of mailboxes with the same account stand
// behind the first of them, so that its credential is submitted once.
func (m *Mailboxes) manyJobs(ctx context.Context, deploymentID string, ids []string) ([]*job, error) {
	lines, err := m.lines(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	if lines, err = choose(lines, ids); err != nil {
		return nil, err
	}
	var jobs []*job
	first := map[string]*job{}
	for _, l := range lines {
		j := jobOf(l)
		if other := first[j.account]; other != nil {
			other.twins = append(other.twins, j)
			continue
		}
		first[j.account] = j
		jobs = append(jobs, j)
	}
	return jobs, nil
}

func jobOf(l line) *job {
	name := server(l.expanded)
	host := name[:strings.LastIndexByte(name, ':')]
	return &job{
		id: l.ID, mailbox: l.expanded.Mailbox, server: name,
		// Servers look at user names without regard to case more often than not.
		account: host + "|" + strings.ToLower(l.expanded.User),
		record:  withOneCopy(l.record), revision: l.Revision,
		late: l.Status.Light == evidence.Failed && strings.HasPrefix(l.Code, "auth."),
	}
}

// withOneCopy returns a record that shares its authorities, which are its largest
// part, with the others that have the same.
func withOneCopy(r record) record {
	r.CAPEM = unique.Make(r.CAPEM).Value()
	return r
}

// choose returns the lines with these IDs, each once; none is all.
func choose(lines []line, ids []string) ([]line, error) {
	if len(ids) == 0 {
		return lines, nil
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	var chosen []line
	for _, l := range lines {
		if wanted[l.ID] {
			chosen = append(chosen, l)
			delete(wanted, l.ID)
		}
	}
	if len(wanted) > 0 {
		return nil, fault.Of(notFound()).WithHint("load the list again: some of these mailboxes were deleted")
	}
	return chosen, nil
}

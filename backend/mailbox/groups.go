package mailbox

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"slices"
	"strings"

	"patchbay/backend/evidence"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
)

// Group is the mailboxes of a deployment on one server, with the worst light
// among them.
type Group struct {
	Server  string // "host:port"
	Count   int
	Light   evidence.Light
	Summary string // "3 of 12 failed"
}

// Groups lists the servers of a deployment's mailboxes, that with the most
// mailboxes first.
func (m *Mailboxes) Groups(ctx context.Context, deploymentID string) ([]Group, error) {
	lines, err := m.lines(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	lights := map[string]map[evidence.Light]int{}
	for _, l := range lines {
		name := server(l.expanded)
		if lights[name] == nil {
			lights[name] = map[evidence.Light]int{}
		}
		lights[name][l.Status.Light]++
	}
	groups := make([]Group, 0, len(lights))
	for name, counts := range lights {
		groups = append(groups, groupOf(name, counts))
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Server, b.Server))
	})
	return groups, nil
}

func groupOf(name string, counts map[evidence.Light]int) Group {
	g := Group{Server: name}
	for _, count := range counts {
		g.Count += count
	}
	for _, worst := range []struct {
		light evidence.Light
		words string
	}{
		{evidence.Failed, "failed"},
		{evidence.Stale, "are stale"},
		{evidence.Never, "were never proved"},
		{evidence.Warned, "were proved with warnings"},
		{evidence.Proved, "are proved"},
	} {
		if n := counts[worst.light]; n > 0 {
			g.Light, g.Summary = worst.light, fmt.Sprintf("%d of %d %s", n, g.Count, worst.words)
			return g
		}
	}
	return g
}

// server is where a mailbox is reached, "host:port".
func server(expanded imap.Settings) string {
	host, err := account.ASCIIHost(expanded.Host)
	if err != nil {
		host = strings.ToLower(expanded.Host)
	}
	return net.JoinHostPort(host, expanded.Port)
}

package conversation

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
)

// MaxVisit bounds all connections of a visit together: of a look at several
// doors of a host that involves no credential.
const MaxVisit = 30 * time.Second

// DoorOf returns the configured door, whose port is 0 when it is none.
func DoorOf(port string, security account.Security) Door {
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		number = 0
	}
	return Door{Port: uint16(number), Security: security}
}

// Share is how long one of a number of knocks may take, so that all of them end
// within the whole visit: at most one step.
func Share(knocks int, step, whole time.Duration) time.Duration {
	rounds := max(1, (knocks+MaxAtOnce-1)/MaxAtOnce)
	return min(step, whole/time.Duration(rounds))
}

// Unfit explains why the needed fields do not reach a server; faults of other
// fields do not count. It is nil when nothing is wrong with them.
func Unfit(needed []string, missing, invalid []fault.Field, unresolved []account.Unresolved) *proof.Finding {
	unneeded := func(f fault.Field) bool { return !slices.Contains(needed, f.Name) }
	failures := account.SettingsFailures(
		slices.DeleteFunc(slices.Clone(missing), unneeded),
		slices.DeleteFunc(slices.Clone(invalid), unneeded),
		slices.DeleteFunc(slices.Clone(unresolved), func(u account.Unresolved) bool { return !slices.Contains(needed, u.Field) }),
	)
	switch {
	case len(failures) == 0:
		return nil
	case failures[len(failures)-1].Code == account.CodePlaceholderUnresolved:
		return &failures[len(failures)-1] // a variable without a value explains the others
	default:
		return &failures[0]
	}
}

// LookUp returns the name of a host in ASCII and its addresses, or why there are
// none; step bounds it.
func LookUp(ctx context.Context, network dial.Network, host string, step time.Duration) (ascii string, addrs []netip.Addr, f *proof.Finding) {
	ascii, err := account.ASCIIHost(host)
	if err != nil {
		f := account.SettingsInvalid([]fault.Field{{Name: "host", Message: err.Error()}})
		return "", nil, &f
	}
	ctx, cancel := context.WithTimeout(ctx, step)
	defer cancel()
	addrs, f = network.Resolve(ctx, ascii)
	return ascii, addrs, f
}

// Aim takes host and port from settings that were checked.
func (c *Conversation) Aim() error {
	host, err := account.ASCIIHost(c.Settings.Host)
	if err != nil {
		return err
	}
	port, err := strconv.ParseUint(c.Settings.Port, 10, 16)
	if err != nil {
		return err
	}
	c.Host, c.Port = host, uint16(port)
	return nil
}

// FirstFinding is that of the first step with the verdict, nil when there is
// none.
func FirstFinding(report proof.Report, verdict proof.Verdict) *proof.Finding {
	for _, step := range report.Steps {
		if step.Verdict == verdict {
			return step.Finding
		}
	}
	return nil
}

package smtp

import (
	"context"
	"net/netip"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
)

// AddressResult is what proving the level connect came to at one address of
// the host.
type AddressResult struct {
	// Address is not valid in the one result of a host without addresses, which
	// says why it has none.
	Address netip.Addr `json:"address"`
	Family  string     `json:"family,omitempty"` // "IPv4" or "IPv6"
	// Verdict is Skipped when the address says nothing about the server.
	Verdict proof.Verdict `json:"verdict"`
	Code    string        `json:"code,omitempty"` // of the finding
	// Detail says in a few words what was seen.
	Detail     string         `json:"detail"`
	Finding    *proof.Finding `json:"finding,omitempty"`
	DurationMs int64          `json:"durationMs"`
}

// Addresses proves the level connect at every address of the configured host,
// four at a time, in the order in which a proof would try them. The host is
// looked up once; certificates must name the host, not the address. No
// credential is sent. A host that cannot be looked up, and settings that are
// not good enough to connect, have one result without an address. It returns
// after 30 s at the latest, and at once when ctx is cancelled.
func Addresses(ctx context.Context, r Request) []AddressResult {
	v, f := newVisit(ctx, r)
	if f != nil {
		return []AddressResult{{Verdict: proof.Failed, Code: f.Code, Detail: f.Cause, Finding: f}}
	}
	d := conversation.DoorOf(v.request.Settings.Port, v.request.Settings.Security)
	if d.Port == 0 {
		f := account.SettingsInvalid([]fault.Field{{Name: "port", Message: account.CheckPort(v.request.Settings.Port)}})
		return []AddressResult{{Verdict: proof.Failed, Code: f.Code, Detail: f.Cause, Finding: &f}}
	}
	if v.request.Network.ProxyTo(v.host, d.Port).IsSet() {
		return []AddressResult{{Verdict: proof.Skipped, Detail: "the proxy looks the host up, so that its addresses are not known here"}}
	}
	ctx, cancel := context.WithTimeout(ctx, v.request.Timeout)
	defer cancel()
	limited := v.each(len(v.addrs))
	results := make([]AddressResult, len(v.addrs))
	type numbered struct {
		index  int
		result AddressResult
	}
	queue := make([]int, len(v.addrs))
	for i := range queue {
		queue[i] = i
	}
	conversation.InParallel(queue, func(i int) numbered {
		return numbered{i, limited.address(ctx, d, v.addrs[i])}
	}, func(n numbered) []int {
		results[n.index] = n.result
		return nil
	})
	return results
}

// address knocks at one address.
func (v visit) address(ctx context.Context, d conversation.Door, addr netip.Addr) AddressResult {
	began := time.Now()
	answer := v.knock(ctx, d, []netip.Addr{addr})
	result := AddressResult{Address: addr, Family: family(addr), Verdict: answer.report.Verdict, Detail: "works"}
	if f := answer.finding(); f != nil {
		result.Code, result.Detail, result.Finding = f.Code, answer.detail(f), f
		if withoutRoute(addr, f) {
			result.Verdict, result.Detail = proof.Skipped, "this machine has no route to IPv6 addresses such as this one"
		}
	} else if f := answer.warning(); f != nil {
		result.Code, result.Detail, result.Finding = f.Code, "works, with a warning", f
	}
	result.DurationMs = time.Since(began).Milliseconds()
	return result
}

func family(addr netip.Addr) string {
	if addr.Is4() {
		return "IPv4"
	}
	return "IPv6"
}

// withoutRoute recognises a network without IPv6, which is no fault of the
// server: whoever has IPv6 reaches it.
func withoutRoute(addr netip.Addr, f *proof.Finding) bool {
	return addr.Is6() && f.Code == dial.CodeUnreachable && f.Reason == "no_route_to_network"
}

package outgoing

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/senderdomain"
	"patchbay/backend/protocol/smtp"
)

// Steps that the check of a sender has beside those of its domain, and the
// codes of what they find.
const (
	stepEHLO      = "ehlo"
	stepAddresses = "addresses"

	// CodeAddressFailed is the finding of an address of the server that does
	// not answer as the others do.
	CodeAddressFailed = "domain.address_failed"
)

// SenderRequest asks what the world sees of a draft's sender.
type SenderRequest struct {
	Draft     Draft
	Selectors []string // of DKIM
	Run       string
	Observe   proof.Observer
}

// CheckSender looks at the DNS records of the From domain, the EHLO name, and
// every address of the server. No credential is involved, and nothing is
// stored.
func (s *Servers) CheckSender(ctx context.Context, deploymentID string, r SenderRequest) (proof.Report, error) {
	run, err := s.prepare(ctx, deploymentID, ProofRequest{
		Draft: r.Draft, Level: smtp.LevelConnect, Run: r.Run, Observe: r.Observe,
	})
	if err != nil {
		return proof.Report{}, err
	}
	defer run.done()
	return SenderReport(ctx, run.request, r.Selectors), nil
}

// SenderReport is the check itself, which needs no vault. Of the request its
// settings, variables, network, version and observer count.
func SenderReport(ctx context.Context, r smtp.Request, selectors []string) proof.Report {
	settings, _ := r.Settings.WithDefaults().Expand(r.Lookup)
	observe := r.Observe
	r.Observe, r.Secrets = nil, smtp.Secrets{}
	results := smtp.Addresses(ctx, r)
	report := senderdomain.Check(ctx, senderdomain.Query{
		From: settings.From, EnvelopeFrom: settings.EnvelopeFrom, Selectors: selectors,
		ServerAddrs: addrsOf(results), Resolver: r.Network.Resolver, Observe: observe, Version: r.Version,
	})
	add(&report, observe, ehloStep(settings))
	add(&report, observe, addressesStep(results))
	return report
}

func addrsOf(results []smtp.AddressResult) []netip.Addr {
	var addrs []netip.Addr
	for _, r := range results {
		if r.Address.IsValid() { // else it says why there are none
			addrs = append(addrs, r.Address)
		}
	}
	return addrs
}

// add appends a step that has been tried already.
func add(report *proof.Report, observe proof.Observer, step proof.Step) {
	index := len(report.Steps)
	report.Steps = append(report.Steps, step)
	report.DurationMs += step.DurationMs
	switch {
	case step.Verdict == proof.Failed:
		report.Verdict = proof.Failed
	case step.Verdict == proof.Warned && report.Verdict == proof.Passed:
		report.Verdict = proof.Warned
	}
	if observe != nil {
		observe(proof.Progress{Index: index, Step: step})
	}
}

func ehloStep(settings smtp.Settings) proof.Step {
	name, finding := smtp.AdviseEHLO(settings)
	step := proof.Step{Name: stepEHLO, Verdict: proof.Passed, Detail: name, Finding: finding}
	if finding != nil {
		step.Verdict = proof.Warned
	}
	return step
}

// addressesStep warns when some addresses answer and others do not: a system
// that takes one of them at random fails now and then.
func addressesStep(results []smtp.AddressResult) proof.Step {
	step := proof.Step{Name: stepAddresses, Verdict: proof.Passed}
	var texts, broken []string
	for _, r := range results {
		if !r.Address.IsValid() {
			return withoutAddresses(step, r)
		}
		texts = append(texts, r.Address.String()+" "+r.Detail)
		step.DurationMs = max(step.DurationMs, r.DurationMs)
		if r.Verdict == proof.Failed {
			broken = append(broken, r.Address.String())
		}
	}
	step.Detail = strings.Join(texts, "; ")
	if len(broken) > 0 {
		step.Verdict = proof.Warned
		step.Finding = &proof.Finding{
			Code:   CodeAddressFailed,
			Cause:  fmt.Sprintf("%d of the server's %d addresses do not answer as they should: %s.", len(broken), len(results), strings.Join(broken, ", ")),
			Remedy: "Have the server's administrator repair them or take them out of DNS. An IPv6 address that only this machine cannot reach does no harm where your system runs without IPv6.",
			Fields: []string{"host"},
		}
	}
	return step
}

func withoutAddresses(step proof.Step, why smtp.AddressResult) proof.Step {
	step.Verdict, step.Detail = why.Verdict, why.Detail
	if why.Finding != nil {
		step.Finding, step.Detail = why.Finding, ""
	}
	return step
}

package outgoing

import (
	"context"
	"slices"
	"strings"

	"patchbay/backend/credential"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

// PermissionsRequest asks from which addresses an account may send.
type PermissionsRequest struct {
	Draft   Draft
	To      string
	Further []string // addresses beside those of the draft
	Run     string
	Observe proof.Observer
}

// Permissions is what the server said of each address.
type Permissions struct {
	smtp.PermissionsReport
	// After is the sentence about a provider that decides only when it has the
	// message, "" for others.
	After string
}

// Permissions asks the server about the From address, the envelope sender, the
// Reply-To and further addresses, without sending anything.
func (s *Servers) Permissions(ctx context.Context, deploymentID string, r PermissionsRequest) (Permissions, error) {
	run, err := s.prepare(ctx, deploymentID, ProofRequest{
		Draft: r.Draft, Level: smtp.LevelEnvelope, To: r.To, Run: r.Run, Observe: r.Observe,
	})
	if err != nil {
		return Permissions{}, err
	}
	defer run.done()
	report := smtp.Permissions(ctx, smtp.PermissionsRequest{
		Request: run.request, Addresses: Addresses(run.settled.expanded, r.Further),
	})
	return Permissions{PermissionsReport: report, After: AfterData(run.settled.expanded)}, nil
}

// AfterData is the sentence about a provider that decides on a sender only when
// it has the message, "" for others.
func AfterData(expanded smtp.Settings) string {
	if known, ok := credential.ProviderOf(expanded.Account()); ok && known.DecidesAfterData {
		return known.AfterData
	}
	return ""
}

// Addresses lists what a deployment would send from: the addresses of its
// settings, and further ones.
func Addresses(s smtp.Settings, further []string) []smtp.PermissionAddress {
	list := []smtp.PermissionAddress{
		{Address: s.From, Role: "from"},
		{Address: s.EnvelopeFrom, Role: "envelopeFrom"},
		{Address: s.ReplyTo, Role: "replyTo"},
	}
	for _, address := range further {
		list = append(list, smtp.PermissionAddress{Address: strings.TrimSpace(address), Role: "further"})
	}
	return slices.DeleteFunc(list, func(a smtp.PermissionAddress) bool { return a.Address == "" })
}

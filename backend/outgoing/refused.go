package outgoing

import (
	"context"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// What is done to a server, in the words of the audit journal.
const (
	actionSaved    = "outgoing.server.saved"
	actionRemoved  = "outgoing.server.removed"
	actionProved   = "outgoing.server.proved"
	actionSignedIn = "outgoing.server.signed_in"
)

// recordElsewhere notes in the audit journal that stored secrets were not sent
// to another destination than theirs. Without room for the entry the refusal
// stands all the same.
func (s *Servers) recordElsewhere(ctx context.Context, deploymentID, action, host string, fields []string) {
	var kept record
	err := s.access.View(ctx, func(tx *vault.Tx) (err error) {
		kept, _, err = s.servers.Get(tx, deploymentID)
		return err
	})
	if err != nil {
		return
	}
	_ = s.access.Record(ctx, audit.Entry{
		Action: action, Deployment: deploymentID, Subject: host, Detail: savedFor(fields, kept.Bound), Refused: true,
	})
}

// savedFor says in words where stored secrets may go.
func savedFor(fields []string, bound map[string]string) string {
	var parts []string
	for _, field := range fields {
		destination := "another destination"
		if known, ok := bound[field]; ok {
			destination = readable(known)
		}
		parts = append(parts, field+" was saved for "+destination)
	}
	return strings.Join(parts, "; ")
}

func fieldNames(err error) []string {
	var names []string
	for _, field := range fault.Of(err).Fields {
		names = append(names, field.Name)
	}
	return names
}

package credential

import (
	"context"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
)

// RecordElsewhere notes in the journal that err, of [Keeper.Store], refused to
// take stored secrets elsewhere than where they were saved for. Another error is
// none of its business.
func (k *Keeper) RecordElsewhere(ctx context.Context, entry audit.Entry, err error, bound map[string]string) {
	if !fault.HasCode(err, CodeBoundElsewhere) {
		return
	}
	var names []string
	for _, field := range fault.Of(err).Fields {
		names = append(names, field.Name)
	}
	k.recordElsewhere(ctx, entry, names, bound)
}

// recordElsewhere writes the entry. Without room for it the refusal stands all
// the same.
func (k *Keeper) recordElsewhere(ctx context.Context, entry audit.Entry, fields []string, bound map[string]string) {
	entry.Detail, entry.Refused = savedFor(fields, bound), true
	_ = k.access.Record(ctx, entry)
}

// savedFor says in words where stored secrets may go.
func savedFor(fields []string, bound map[string]string) string {
	var parts []string
	for _, field := range fields {
		destination := "another destination"
		if known, ok := bound[field]; ok {
			destination = Readable(known)
		}
		parts = append(parts, field+" was saved for "+destination)
	}
	return strings.Join(parts, "; ")
}

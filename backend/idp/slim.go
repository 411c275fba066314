package idp

import (
	"encoding/json"
	"maps"
	"slices"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
)

// What is kept of who signed in, in bytes: a provider may say a great deal.
const (
	maxStoredClaim  = 4 << 10
	maxStoredClaims = 24 << 10
)

// cutClaim stands for a value that is too long to be kept.
const cutClaim = "(too long to be kept)"

// slim is a report in the form in which it is kept.
func slim(report proof.Report) proof.Report {
	if report.Identity != nil {
		identity := *report.Identity
		identity.Claims = slimValues(identity.Claims, cutClaim)
		identity.Attributes = slimValues(identity.Attributes, []string{cutClaim})
		report.Identity = &identity
	}
	return evidence.Compact(report, evidence.Limits{Transcript: maxStoredTranscript, Bytes: maxStoredProof})
}

// slimValues puts cut in the place of values that are too long, and of those
// behind the first ones by name that are too many together.
func slimValues[V any](values map[string]V, cut V) map[string]V {
	if values == nil {
		return nil
	}
	kept, total := make(map[string]V, len(values)), 0
	for _, name := range slices.Sorted(maps.Keys(values)) {
		doc, err := json.Marshal(values[name])
		size := len(name) + len(doc)
		switch {
		case total+len(name) > maxStoredClaims:
			return kept
		case err != nil, size > maxStoredClaim, total+size > maxStoredClaims:
			kept[name] = cut
			total += len(name)
		default:
			kept[name] = values[name]
			total += size
		}
	}
	return kept
}

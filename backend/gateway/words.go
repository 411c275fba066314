package gateway

import (
	"encoding/json"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/mailauth"
)

// inOwnWords names fields as the gateway's document does.
func inOwnWords(report *proof.Report) {
	for i := range report.Steps {
		step := &report.Steps[i]
		if step.Finding != nil {
			finding := ownWords(*step.Finding)
			step.Finding = &finding
		}
		for j, also := range step.Also {
			step.Also[j] = ownWords(also)
		}
	}
}

func ownWords(f proof.Finding) proof.Finding {
	fields := make([]string, 0, len(f.Fields))
	for _, name := range f.Fields {
		if name = fieldName(name); !slices.Contains(fields, name) { // user and from are one here
			fields = append(fields, name)
		}
	}
	f.Fields, f.Alternative = fields, ownAlternative(f.Alternative)
	if strings.Contains(f.Remedy, "STARTTLS") {
		f.Remedy += " The e-mail gateway begins with TLS and knows no STARTTLS."
	}
	if f.Code == mailauth.CodeRejected {
		f.Remedy += " The password here is the authorization code: have the POP3/SMTP service switched on at the provider, and generate a new code there when this one is lost."
	}
	return f
}

// ownAlternative is an alternative that the gateway can take: it knows no STARTTLS,
// and nothing else than a password to sign in with.
func ownAlternative(a *proof.Alternative) *proof.Alternative {
	if a == nil {
		return nil
	}
	var patch struct {
		Host     string           `json:"host,omitempty"`
		Port     json.RawMessage  `json:"port,omitempty"`
		Security account.Security `json:"security,omitempty"`
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(a.Patch, &patch) != nil || json.Unmarshal(a.Patch, &all) != nil {
		return nil
	}
	for name := range all {
		switch name {
		case "host", "port":
		case "security":
			if patch.Security != account.SecurityImplicitTLS {
				return nil
			}
			patch.Security = account.Security(TLS)
		default:
			return nil
		}
	}
	doc, err := json.Marshal(patch)
	if err != nil {
		return nil
	}
	return &proof.Alternative{Label: a.Label, Patch: doc}
}

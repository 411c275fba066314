package account

import (
	"slices"
	"strings"

	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Codes of findings of the step settings.
const (
	CodeSettingsInvalid       = document.CodeInvalid
	CodeSettingsMissing       = "settings.missing"
	CodePlaceholderUnresolved = "settings.placeholder_unresolved"
)

// SettingsFailures are the findings of settings that are not complete, not
// valid, or hold variables without a value; nil when nothing is wrong.
func SettingsFailures(missing, invalid []fault.Field, unresolved []Unresolved) []proof.Finding {
	var failures []proof.Finding
	if len(missing) > 0 {
		failures = append(failures, SettingsMissing(missing))
	}
	if len(invalid) > 0 {
		failures = append(failures, SettingsInvalid(invalid))
	}
	if len(unresolved) > 0 {
		failures = append(failures, PlaceholderUnresolved(unresolved))
	}
	return failures
}

// WithoutUnresolved leaves out the faults of fields whose variables have no
// value: that is what is wrong with them.
func WithoutUnresolved(faults []fault.Field, unresolved []Unresolved) []fault.Field {
	return slices.DeleteFunc(faults, func(f fault.Field) bool {
		return slices.ContainsFunc(unresolved, func(u Unresolved) bool { return u.Field == f.Name })
	})
}

// SettingsMissing is the finding of required fields that are empty.
func SettingsMissing(fields []fault.Field) proof.Finding {
	return proof.Finding{
		Code:   CodeSettingsMissing,
		Cause:  "The settings are not complete: " + sentence(fields) + ".",
		Remedy: "Fill in what is missing.",
		Fields: names(fields),
	}
}

// SettingsInvalid is the finding of fields whose values are not valid.
func SettingsInvalid(fields []fault.Field) proof.Finding {
	return proof.Finding{
		Code:   CodeSettingsInvalid,
		Cause:  "The settings are not valid: " + sentence(fields) + ".",
		Remedy: "Correct these fields.",
		Fields: names(fields),
	}
}

// PlaceholderUnresolved is the finding of variables without a value.
func PlaceholderUnresolved(unresolved []Unresolved) proof.Finding {
	f := proof.Finding{
		Code:   CodePlaceholderUnresolved,
		Remedy: "Give these variables values, or correct their names.",
	}
	var texts []string
	for _, u := range unresolved {
		texts = append(texts, "%"+u.Name+"% in "+u.Field)
		if !slices.Contains(f.Fields, u.Field) {
			f.Fields = append(f.Fields, u.Field)
		}
	}
	f.Cause = "Variables have no value: " + strings.Join(texts, ", ") + "."
	return f
}

func sentence(fields []fault.Field) string {
	texts := make([]string, len(fields))
	for i, f := range fields {
		texts[i] = f.Name + " " + f.Message
	}
	return strings.Join(texts, "; ")
}

func names(fields []fault.Field) []string {
	var names []string
	for _, f := range fields {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

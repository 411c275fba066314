package app

import (
	"encoding/json"
	"maps"
	"slices"

	"patchbay/backend/proof"
)

// viewPerson keeps a proof that nobody signed in for without a person.
func viewPerson(id *proof.Identity) *SignedInPerson {
	if id == nil {
		return nil
	}
	view := SignedInPerson{
		Claims: make([]SignInValue, 0, len(id.Claims)), Attributes: make([]SignInValue, 0, len(id.Attributes)),
		NameID: id.NameID, NameIDFormat: id.NameIDFormat, Subject: id.Subject,
		Email: id.Email, EmailFrom: id.EmailFrom, EmailTrust: id.EmailTrust,
	}
	for _, name := range slices.Sorted(maps.Keys(id.Claims)) {
		view.Claims = append(view.Claims, SignInValue{Name: name, Values: claimTexts(id.Claims[name])})
	}
	for _, name := range slices.Sorted(maps.Keys(id.Attributes)) {
		view.Attributes = append(view.Attributes, SignInValue{Name: name, Values: list(id.Attributes[name])})
	}
	if id.Decision != nil {
		decision := viewDecision(id.Email, *id.Decision)
		view.Decision = &decision
	}
	return &view
}

func viewDecision(email string, d proof.Decision) SignInDecision {
	return SignInDecision{
		Email: email, Admitted: d.Admitted, Rule: d.Rule, Account: string(d.Account), Reason: d.Reason,
	}
}

// claimTexts writes each item of a list apart, and what is no text as JSON.
func claimTexts(value any) []string {
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	texts := make([]string, len(items))
	for i, item := range items {
		if text, ok := item.(string); ok {
			texts[i] = text
			continue
		}
		encoded, err := json.Marshal(item)
		if err != nil {
			encoded = []byte("?")
		}
		texts[i] = string(encoded)
	}
	return texts
}

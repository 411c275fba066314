package oauth

import (
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// Groups is check O25: what is found under the claim that holds the groups, with
// the traps of real providers: numbers, nulls, objects, duplicates, and Entra
// ID's reference in place of too many of them.
func Groups(claims map[string]any, claim string) proof.Outcome {
	o := proof.Outcome{Where: "claim " + claim}
	if overage(claims, claim) {
		o.Warnings = []proof.Finding{{
			Code: signin.CodeCheckFailed, Reason: "groups_overage",
			Cause:  "The person is in more groups than the provider puts into a token: it sent a reference to them in place of the groups (_claim_names, hasgroups).",
			Remedy: "Have the provider send only the groups that are assigned to the application, or use application roles: few systems follow the reference.",
			Fields: []string{"groupsClaim"},
		}}
		return o
	}
	value, found := Find(claims, claim)
	if !found {
		return proof.Outcome{NotApplicable: "the provider sent no claim " + claim}
	}
	groups, odd := groupNames(value)
	o.Detail = fmt.Sprintf("%d groups", len(groups))
	const most = 20
	o.Received = strings.Join(groups[:min(len(groups), most)], ", ")
	if len(groups) > most {
		o.Received += ", ..."
	}
	if len(odd) > 0 {
		o.Warnings = []proof.Finding{{
			Code: signin.CodeCheckFailed, Reason: "groups_form",
			Cause:  "The groups are not a plain list of names: " + strings.Join(odd, ", ") + ".",
			Remedy: "Have the provider send a list of texts: what the target makes of anything else differs from system to system.",
			Fields: []string{"groupsClaim"},
		}}
	}
	return o
}

func overage(claims map[string]any, claim string) bool {
	names, _ := claims["_claim_names"].(map[string]any)
	_, referred := names[claim]
	switch flag := claims["hasgroups"].(type) {
	case bool:
		return referred || flag
	case string:
		return referred || strings.EqualFold(flag, "true")
	}
	return referred
}

// groupNames lists what can be read as the name of a group, and what is odd.
func groupNames(value any) (groups, odd []string) {
	list, isList := value.([]any)
	if !isList {
		list, odd = []any{value}, []string{"it is no list"}
	}
	seen := make(map[string]bool, len(list))
	for _, entry := range list {
		name, ok := Word(entry)
		_, isText := entry.(string)
		switch {
		case !ok && isText:
			odd = append(odd, "an empty text")
		case !ok && entry == nil:
			odd = append(odd, "a null")
		case !ok:
			odd = append(odd, "an object")
		case seen[name]:
			odd = append(odd, "a duplicate")
		default:
			if !isText {
				odd = append(odd, "a number")
			}
			seen[name] = true
			groups = append(groups, name)
		}
	}
	slices.Sort(odd)
	return groups, slices.Compact(odd)
}

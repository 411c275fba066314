package notify

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"patchbay/backend/notify/render"
	"patchbay/backend/proof"
)

// UnknownIdentifier says that no person of a deployment has an attribute, and which
// one was probably meant; nil when somebody has it. Such an identifier may be saved:
// people with it may come later.
func (n *Notifications) UnknownIdentifier(ctx context.Context, deploymentID, name string) (*proof.Finding, error) {
	there, err := n.Identifiers(ctx, deploymentID)
	if err != nil || isBuiltIn(name) || len(there) >= maxIdentifiers {
		return nil, err // of very many attributes not all are known here
	}
	var known, folded []string
	for _, one := range there {
		if strings.EqualFold(one.Name, name) {
			return nil, nil
		}
		known, folded = append(known, one.Name), append(folded, strings.ToLower(one.Name))
	}
	f := &proof.Finding{
		Code: CodeUnknownAttribute, Cause: fmt.Sprintf("No person has the attribute %s.", name),
		Remedy: "Import people who have it, or choose another attribute as the e-mail people identifier.",
		Fields: []string{"identifier"},
	}
	near := render.Near(strings.ToLower(name), folded)
	for i := range folded {
		if folded[i] == near {
			f.Remedy = fmt.Sprintf("Did you mean %s? If not: ", known[i]) + clause(f.Remedy)
		}
	}
	return f, nil
}

// grouped writes a number with separators of thousands, as the pages do.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

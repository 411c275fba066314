package refusal

import "slices"

// Where the meaning of the words is known from.
const (
	sourceRFC6749   = "RFC 6749 §4.1.2.1, §5.2"
	sourceMicrosoft = "Microsoft, reference of Entra ID's error codes"
	sourceCommon    = "common knowledge"
)

// rules is the table. Of rules that match equally well the first one counts.
func rules() []rule {
	return slices.Concat(
		entraRules(), googleRules(), oktaRules(), keycloakRules(), openSourceRules(), brandRules(), adfsRules(),
		redirectRules(), statusRules(), checkRules(), browserRules(), standardRules(),
	)
}

package secret

// Change says what a form or a document wants done with a stored secret.
type Change string

// The closed set of changes. An omitted secret means Keep.
const (
	Keep  Change = "keep"
	Set   Change = "set"
	Clear Change = "clear"
)

// Input is a secret on its way in. Secrets go one way: there is no output type
// with a value.
type Input struct {
	Change Change
	Value  Text // set only with Set
}

// IsMask reports whether s consists of asterisks or bullets only. Such a value
// is a placeholder that some page showed, never a secret.
func IsMask(s string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		switch r {
		case '*', '•', '●', '∙', '·', '⁎', '＊':
		default:
			return false
		}
	}
	return true
}

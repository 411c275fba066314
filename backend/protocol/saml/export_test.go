package saml

// InResponseTo lets a fuzz test reach what anybody may post to the listener.
func InResponseTo(encoded string) (string, bool) { return inResponseTo(encoded) }

// FormField lets a fuzz test reach what reads a provider's page.
func FormField(page []byte, name string) string { return formField(page, name) }

// JudgeResponse lets a test reach what reads a response that nobody asked a
// person for.
func JudgeResponse(encoded string) (verdict, detail string) {
	got := judgeResponse(encoded)
	return string(got.verdict), got.detail
}

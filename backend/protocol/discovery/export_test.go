package discovery

// Offers lets the fuzzer reach the parser of autoconfig files.
func Offers(file []byte, text string) (found []Candidate, ignored []string, err error) {
	a, err := parseAddress(text)
	if err != nil {
		return nil, nil, err
	}
	provider, err := parseClientConfig(file)
	if err != nil {
		return nil, nil, err
	}
	found, ignored = provider.offers(a)
	return found, ignored, nil
}

// Explain puts an error into the words of an attempt.
func Explain(err error) string { return explain(err) }

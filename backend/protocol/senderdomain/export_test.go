package senderdomain

// ParseKey lets tests reach the parser of DKIM key records.
func ParseKey(record string) (kind string, bits int, err error) {
	key, err := parseKey(record)
	return key.kind, key.bits, err
}

// ParsePolicy lets the fuzzer reach the parser of DMARC records.
func ParsePolicy(record string) (policy string, err error) {
	parsed, err := parsePolicy(record)
	if err != nil {
		return "", err
	}
	return string(parsed.Policy), nil
}

package saml

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"strings"
)

// maxPeek bounds what is looked at to see whose answer a response is, in
// characters of base64: the first element and what stands before it.
const maxPeek = 16 << 10

// inResponseTo returns the ID of the request that a response names, "" when it
// names none. It is false for what cannot be the beginning of a response. It
// looks at no more than that: the checks come later.
func inResponseTo(encoded string) (id string, ok bool) {
	text := strings.NewReplacer("-", "+", "_", "/", "\r", "", "\n", "", " ", "").Replace(encoded[:min(len(encoded), maxPeek)])
	text = strings.TrimRight(text, "=")
	if text = strings.TrimRight(text, "="); len(text)%4 == 1 { // cut off within a byte
		text = text[:len(text)-1]
	}
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return "", false
	}
	decoder := xml.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return "", false
		}
		start, isStart := token.(xml.StartElement)
		if !isStart {
			continue
		}
		for _, a := range start.Attr {
			if a.Name.Space == "" && a.Name.Local == "InResponseTo" {
				return a.Value, true
			}
		}
		return "", start.Name.Local == "Response"
	}
}

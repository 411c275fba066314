package saml

import (
	"bytes"
	"encoding/base64"
	"strings"

	"golang.org/x/net/html"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

const namespaceProtocol = "urn:oasis:names:tc:SAML:2.0:protocol"

// formField returns the value of a form's field in a page, "" when there is
// none. Without a name, it returns the type of a field that a person fills in.
func formField(page []byte, name string) string {
	z := html.NewTokenizer(bytes.NewReader(page))
	z.SetMaxBuf(maxPage)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			if token := z.Token(); token.Data == "input" {
				if value := fieldOf(token, name); value != "" {
					return value
				}
			}
		}
	}
}

func fieldOf(input html.Token, name string) string {
	values := map[string]string{}
	for _, a := range input.Attr {
		values[a.Key] = a.Val
	}
	switch {
	case name != "" && values["name"] == name:
		return values["value"]
	case name == "" && (values["type"] == "password" || values["type"] == "email" || values["type"] == "text"):
		return values["type"]
	}
	return ""
}

// judgeResponse reads the status of a response that came without a person (SAML
// Core §3.2.2).
func judgeResponse(encoded string) told {
	unclear := told{verdict: signin.ProbeUnclear, detail: "The provider sends a response at once that cannot be read."}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
	if err != nil {
		return unclear
	}
	doc, err := xmltree.Parse(raw, xmltree.Message())
	if err != nil {
		return unclear
	}
	status := xmltree.Child(doc.Root(), namespaceProtocol, "Status")
	code := xmltree.Child(status, namespaceProtocol, "StatusCode")
	top, second := last(xmltree.Value(code, "Value")), last(xmltree.Value(xmltree.Child(code, namespaceProtocol, "StatusCode"), "Value"))
	switch top {
	case "":
		return unclear
	case "Success":
		return told{verdict: signin.ProbeTaken, detail: "The provider signs somebody in at once, without asking."}
	}
	message := xmltree.Child(status, namespaceProtocol, "StatusMessage")
	text, _ := xmltree.Text(message)
	if text == "" {
		text = xmltree.Value(message, "Value") // some write it there
	}
	return told{
		signin.ProbeRefused, "The provider refuses the request at once: " + strings.TrimSuffix(top+", "+second, ", ") + ".",
		&fault.Remote{Code: strings.TrimSuffix(top+" / "+second, " / "), Text: text},
	}
}

// last is the last part of a URN.
func last(urn string) string { return urn[strings.LastIndexByte(urn, ':')+1:] }

package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// subSystem is that of the e-mail configuration.
const subSystem = 8

// The sentences that the contract gives word for word.
const (
	messageUpdated      = "Successfully updated SMTP Details"
	messageMandatory    = "Host and From is mandatory to update Email Configuration."
	messageUnauthorized = "HTTP 401 Unauthorized."
)

// contractAnswer is the answer of the mail-configuration contract.
type contractAnswer struct {
	Message   string `json:"message"`
	Status    string `json:"status"`
	SubSystem int    `json:"subSystem"`
}

func contractRefusal(r *refusal) contractAnswer {
	message := sentence(r.fault)
	switch {
	case r.status == http.StatusLocked:
		message = strings.TrimSpace(message + " " + ended(r.fault.Hint))
	case r.status == http.StatusUnauthorized:
		message = messageUnauthorized
	case r.fault.Code == CodeHostFromMandatory:
		message = messageMandatory
	}
	return contractAnswer{Message: message, Status: contractStatus(r.status), SubSystem: subSystem}
}

// contractStatus is the word of the contract for 401, and for the others the
// words of HTTP as the contract writes BAD_REQUEST.
func contractStatus(status int) string {
	if status == http.StatusUnauthorized {
		return "Unauthorized"
	}
	return strings.ReplaceAll(strings.ToUpper(http.StatusText(status)), " ", "_")
}

// postMailConfig keeps the outgoing mail server. The contract knows no revision:
// the last call wins.
func (a *routes) postMailConfig(c *call) (answer, error) {
	settings, inputs, err := smtp.Parse(c.body)
	if lacksHostOrFrom(c.body) {
		err = fault.New(fault.Invalid, CodeHostFromMandatory, "host and from are required")
	}
	if err != nil {
		inputs.Wipe()
		return answer{}, err
	}
	defer inputs.Wipe()
	_, err = a.bench.Outgoing.Save(c.ctx, c.deployment.ID, outgoing.Draft{
		Revision: vault.AnyRevision, Settings: settings, Secrets: inputs,
	})
	if err != nil {
		return answer{}, err
	}
	return ok(contractAnswer{Message: messageUpdated, Status: "OK", SubSystem: subSystem}), nil
}

// lacksHostOrFrom reports whether a document that can be read lacks one of the
// two, or has nothing in it.
func lacksHostOrFrom(body []byte) bool {
	if _, err := document.Read(body); err != nil {
		return false
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return false
	}
	return isBlank(fields["host"]) || isBlank(fields["from"])
}

func isBlank(value json.RawMessage) bool {
	if len(value) == 0 || bytes.Equal(value, []byte("null")) {
		return true
	}
	var text string
	return json.Unmarshal(value, &text) == nil && strings.TrimSpace(text) == ""
}

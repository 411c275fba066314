package mailapi

import (
	"encoding/json"
	"strings"

	"patchbay/backend/protocol/oauth"
)

// answer is what the contract has a target say.
type answer struct {
	Message, Status string
	SubSystem       json.Number // "" when there is none
}

// readAnswer takes an answer apart with bounded effort. Errors are an
// [*oauth.MalformedError].
func readAnswer(body []byte) (answer, error) {
	members, _, err := oauth.ParseObject(body)
	if err != nil {
		return answer{}, err
	}
	a := answer{Message: strings.TrimSpace(members.Text("message")), Status: members.Text("status")}
	a.SubSystem, _ = members["subSystem"].(json.Number)
	return a, nil
}

package mailauth_test

import (
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/mailauth"
)

// TestMatchCopies: a finding may be changed without changing the table.
func TestMatchCopies(t *testing.T) {
	answer := fault.Remote{Code: "535", Enhanced: "5.7.8"}
	mailauth.DiagnoseSMTP("", answer).Fields[0] = "changed"
	if got := mailauth.DiagnoseSMTP("", answer).Fields[0]; got != "user" {
		t.Errorf("the table says %s", got)
	}
}

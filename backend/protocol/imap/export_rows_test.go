package imap

import (
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// RowsAt returns the rows of a step, for the test that none is hidden.
func RowsAt(step string) []mailauth.Row { return rowsAt(step) }

// Diagnose lets a test ask what an answer at a step means.
func Diagnose(step string, settings Settings, answer fault.Remote, notices []proof.Notice) proof.Finding {
	return diagnose(step, settings, answer, notices)
}

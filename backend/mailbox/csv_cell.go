package mailbox

import (
	"bytes"

	"patchbay/backend/sheet"
)

// plainCell is a cell of what is no secret: spaces around it mean nothing.
func plainCell(cell []byte) string { return string(sheet.Unguard(bytes.Trim(cell, " \t"))) }

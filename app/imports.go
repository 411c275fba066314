package app

import (
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
)

const largestImport = 32 << 20 // bytes

// codeBadImport is the fault of a file that cannot be imported as it is.
const codeBadImport = "import.invalid"

// importing is one file to import on its way, later what was read of it. It lies
// in memory, because it may hold passwords.
type importing struct {
	inTransit
	deploymentID string
	sealed       bool
	text         []byte
	preview      *mailbox.Import
}

// add appends a piece, and leaves no copy of what was there before.
func (i *importing) add(piece []byte) error {
	if len(i.text)+len(piece) > largestImport {
		return fault.New(fault.Invalid, codeBadImport, "the file is larger than 32 MiB").
			WithHint("split it into several files")
	}
	grown := append(i.text, piece...)
	if len(i.text) > 0 && &grown[0] != &i.text[0] {
		clear(i.text)
	}
	i.text = grown
	return nil
}

// inspect keeps what was read of the file, instead of what was read before.
func (i *importing) inspect(preview *mailbox.Import) {
	if i.preview != nil {
		i.preview.Discard()
	}
	i.preview = preview
}

// remove wipes the file and its passwords.
func (i *importing) remove() error {
	clear(i.text)
	i.text = nil
	i.inspect(nil)
	return nil
}

package app

import (
	"errors"
	"fmt"

	"patchbay/backend/fault"
)

const largestImport = 32 << 20 // bytes

// codeBadImport is the fault of a file that cannot be imported as it is.
const codeBadImport = "import.invalid"

// discarder is what was read of a file, of whatever it is a file of.
type discarder interface{ Discard() }

// importing is one file to import on its way, later what was read of it. It lies
// in memory, because it may hold passwords.
type importing struct {
	inTransit
	of           string // what it is a file of
	deploymentID string
	sealed       bool
	text         []byte
	preview      discarder // nil until it was looked through
}

// What files are imported of.
const (
	ofMailboxes = "mailboxes"
	ofPeople    = "people"
)

// takeImport adds a piece to the file with a handle, or without one to a new file
// like this, and returns its handle. A file that gets too large is forgotten.
func (a *App) takeImport(handle string, like importing, piece []byte) (string, error) {
	if len(piece) > transferPiece {
		return "", fault.New(fault.Invalid, codeBadImport, fmt.Sprintf("a piece is larger than %d bytes", transferPiece))
	}
	if handle == "" {
		file := &importing{of: like.of, deploymentID: like.deploymentID, sealed: like.sealed}
		if err := a.imports.begin(file); err != nil {
			return "", err
		}
		handle = file.id
		if err := a.imports.put(file); err != nil {
			return "", err
		}
	}
	return handle, a.withImport(handle, like, func(file *importing) error {
		if err := file.add(piece); err != nil {
			return errors.Join(err, a.imports.drop(handle))
		}
		return nil
	})
}

// withImport runs fn on a file of the same kind and deployment, which nobody else
// has meanwhile.
func (a *App) withImport(handle string, like importing, fn func(*importing) error) error {
	return a.imports.with(handle, func(file *importing) error {
		if file.deploymentID != like.deploymentID || file.of != like.of {
			return unknownTransfer()
		}
		return fn(file)
	})
}

// notLookedThrough is the fault of an import without a preview.
func notLookedThrough() error {
	return fault.New(fault.Conflict, codeBadImport, "the file was not looked through yet").
		WithHint("preview the import first")
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
func (i *importing) inspect(preview discarder) {
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

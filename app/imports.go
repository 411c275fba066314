package app

import (
	"crypto/rand"
	"sync"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
)

// The limits of files to import, which lie in memory because they may hold
// passwords.
const (
	mostImports   = 2        // at once; the oldest makes room
	largestImport = 32 << 20 // bytes
	importPiece   = 512 << 10
)

// The codes of the faults of such a file.
const (
	codeNoImport  = "import.unknown"
	codeBadImport = "import.invalid"
)

// importing is one file on its way, later what was read of it.
type importing struct {
	handle, deploymentID string
	sealed               bool
	text                 []byte
	preview              *mailbox.Import
	timer                *time.Timer
}

// wipe forgets the file and its passwords.
func (i *importing) wipe() {
	i.timer.Stop()
	clear(i.text)
	i.text = nil
	if i.preview != nil {
		i.preview.Discard()
		i.preview = nil
	}
}

// imports are the files on their way. Whoever uses one has all of them to
// himself: there is never more than one page at work.
type imports struct {
	mu    sync.Mutex
	files []*importing
}

// add appends a piece to a file, or begins one, and returns its handle.
func (s *imports) add(part MailboxImportPart, piece []byte) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	file := s.find(part.Handle, part.DeploymentID)
	if part.Handle == "" {
		file = s.begin(part)
	}
	if file == nil {
		return "", unknownImport()
	}
	if len(file.text)+len(piece) > largestImport {
		s.drop(file)
		return "", fault.New(fault.Invalid, codeBadImport, "the file is larger than 32 MiB").
			WithHint("split it into several files")
	}
	grown := append(file.text, piece...)
	if len(file.text) > 0 && &grown[0] != &file.text[0] {
		clear(file.text) // the copy that was outgrown
	}
	file.text = grown
	file.timer.Reset(forgottenAfter)
	return file.handle, nil
}

func (s *imports) begin(part MailboxImportPart) *importing {
	if len(s.files) == mostImports {
		s.drop(s.files[0])
	}
	file := &importing{handle: rand.Text(), deploymentID: part.DeploymentID, sealed: part.Sealed}
	file.timer = time.AfterFunc(forgottenAfter, func() { s.discard(file.handle) })
	s.files = append(s.files, file)
	return file
}

// with runs fn on a file of a deployment.
func (s *imports) with(handle, deploymentID string, fn func(*importing) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	file := s.find(handle, deploymentID)
	if file == nil {
		return unknownImport()
	}
	file.timer.Reset(forgottenAfter)
	return fn(file)
}

func (s *imports) find(handle, deploymentID string) *importing {
	for _, file := range s.files {
		if file.handle == handle && file.deploymentID == deploymentID {
			return file
		}
	}
	return nil
}

// discard forgets a file; an unknown one is forgotten already.
func (s *imports) discard(handle string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, file := range s.files {
		if file.handle == handle {
			s.drop(file)
			return
		}
	}
}

// clear forgets all files.
func (s *imports) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.files) > 0 {
		s.drop(s.files[0])
	}
}

func (s *imports) drop(file *importing) {
	file.wipe()
	for i, other := range s.files {
		if other == file {
			s.files = append(s.files[:i:i], s.files[i+1:]...)
			return
		}
	}
}

func unknownImport() error {
	return fault.New(fault.NotFound, codeNoImport, "the file to import is no longer there").
		WithHint("choose it again: it is kept for fifteen minutes, and only while the vault is unlocked")
}

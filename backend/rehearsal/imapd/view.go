package imapd

import (
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"patchbay/backend/rehearsal/inbox"
)

// view is what a client knows of the folder it has selected: message numbers
// in the order of its sequence numbers.
type view struct {
	folder   folder
	readOnly bool
	numbers  []uint32
}

// Select implements [imapserver.Session].
func (s *session) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	f, err := s.open(name)
	if err != nil {
		return nil, err
	}
	list, next := s.messages(f.name)
	s.server.forgetFlags()
	v := &view{folder: f, readOnly: options.ReadOnly}
	for _, m := range list {
		v.numbers = append(v.numbers, m.Number)
	}
	s.mu.Lock()
	s.view = v
	s.mu.Unlock()
	data := &imap.SelectData{
		Flags: known(), NumMessages: uint32(len(list)), UIDNext: imap.UID(next), UIDValidity: s.server.validity,
	}
	if !options.ReadOnly {
		data.PermanentFlags = known()
	}
	return data, nil
}

// Unselect implements [imapserver.Session].
func (s *session) Unselect() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.view = nil
	return nil
}

// Poll tells the client what has come and gone since it last asked.
func (s *session) Poll(w *imapserver.UpdateWriter, allowExpunge bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.view == nil {
		return nil
	}
	list, _ := s.messages(s.view.folder.name)
	if allowExpunge {
		for _, seq := range s.view.drop(func(number uint32) bool { return !holds(list, number) }) {
			if err := w.WriteExpunge(seq); err != nil {
				return err
			}
		}
	}
	if s.view.take(list) {
		return w.WriteNumMessages(uint32(len(s.view.numbers)))
	}
	return nil
}

func holds(list []inbox.Message, number uint32) bool {
	return slices.ContainsFunc(list, func(m inbox.Message) bool { return m.Number == number })
}

// drop forgets numbers, and returns what their sequence numbers were each time:
// from the last to the first, so that none of them moves another.
func (v *view) drop(gone func(number uint32) bool) []uint32 {
	var dropped []uint32
	for at := len(v.numbers) - 1; at >= 0; at-- {
		if gone(v.numbers[at]) {
			v.numbers = slices.Delete(v.numbers, at, at+1)
			dropped = append(dropped, uint32(at)+1)
		}
	}
	return dropped
}

// take learns of messages that are newer than all it knows.
func (v *view) take(list []inbox.Message) (more bool) {
	var newest uint32
	if len(v.numbers) > 0 {
		newest = v.numbers[len(v.numbers)-1]
	}
	for _, m := range list {
		if m.Number > newest {
			v.numbers, more = append(v.numbers, m.Number), true
		}
	}
	return more
}

// Idle tells the client of changes until it has enough (RFC 2177).
func (s *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		changed := s.server.options.Messages.Changed()
		if err := s.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-changed:
		case <-stop:
			return nil
		}
	}
}

// each calls do for each message of a set that is still there.
func (s *session) each(set imap.NumSet, do func(seq uint32, m inbox.Message) error) error {
	s.mu.Lock()
	v := s.view
	numbers := slices.Clone(v.numbers)
	s.mu.Unlock()
	list, _ := s.messages(v.folder.name)
	for at, number := range numbers {
		seq := uint32(at) + 1
		if !contains(set, seq, number, numbers) {
			continue
		}
		found := slices.IndexFunc(list, func(m inbox.Message) bool { return m.Number == number })
		if found < 0 {
			continue // it is gone, which the client has not been told yet
		}
		if err := do(seq, list[found]); err != nil {
			return err
		}
	}
	return nil
}

// contains reads "*" as the last message (RFC 9051 §9, seq-number).
func contains(set imap.NumSet, seq, number uint32, numbers []uint32) bool {
	within := func(value, start, stop, last uint32) bool {
		if start == 0 {
			start = last
		}
		if stop == 0 {
			stop = last
		}
		return min(start, stop) <= value && value <= max(start, stop)
	}
	switch set := set.(type) {
	case imap.SeqSet:
		return slices.ContainsFunc(set, func(r imap.SeqRange) bool {
			return within(seq, r.Start, r.Stop, uint32(len(numbers)))
		})
	case imap.UIDSet:
		last := numbers[len(numbers)-1]
		return slices.ContainsFunc(set, func(r imap.UIDRange) bool {
			return within(number, uint32(r.Start), uint32(r.Stop), last)
		})
	default:
		return false
	}
}

// Store implements [imapserver.Session].
func (s *session) Store(w *imapserver.FetchWriter, set imap.NumSet, change *imap.StoreFlags, _ *imap.StoreOptions) error {
	if s.isReadOnly() {
		return answer("NO The folder was opened for reading only.")
	}
	return s.each(set, func(seq uint32, m inbox.Message) error {
		s.server.flags.store(m.Number, change)
		if change.Silent {
			return nil
		}
		response := w.CreateMessage(seq)
		response.WriteUID(imap.UID(m.Number))
		response.WriteFlags(s.server.flags.of(m.Number))
		return response.Close()
	})
}

func (s *session) isReadOnly() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view.readOnly
}

// Expunge removes what is marked as deleted from the inbox of both servers.
func (s *session) Expunge(w *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	if s.isReadOnly() {
		return nil // as CLOSE does with a folder opened by EXAMINE
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var gone []uint32
	dropped := s.view.drop(func(number uint32) bool {
		marked := s.server.flags.has(number, imap.FlagDeleted) && (uids == nil || uids.Contains(imap.UID(number)))
		if marked {
			gone = append(gone, number)
		}
		return marked
	})
	s.server.options.Messages.Remove(gone...)
	for _, seq := range dropped {
		if err := w.WriteExpunge(seq); err != nil {
			return err
		}
	}
	return nil
}

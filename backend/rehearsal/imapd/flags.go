package imapd

import (
	"slices"
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2"

	"patchbay/backend/rehearsal/inbox"
)

// flags are those that clients have set on messages, by the message's number.
type flags struct {
	mu       sync.Mutex
	byNumber map[uint32][]imap.Flag
}

func newFlags() *flags { return &flags{byNumber: map[uint32][]imap.Flag{}} }

// known are the flags that are kept (RFC 9051 §2.3.2). Keywords of clients are
// not: nobody comes back to this mailbox.
func known() []imap.Flag {
	return []imap.Flag{imap.FlagSeen, imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted, imap.FlagDraft}
}

func canonical(flag imap.Flag) (imap.Flag, bool) {
	for _, f := range known() {
		if strings.EqualFold(string(f), string(flag)) {
			return f, true
		}
	}
	return "", false
}

func (f *flags) of(number uint32) []imap.Flag {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.byNumber[number])
}

func (f *flags) has(number uint32, flag imap.Flag) bool {
	flag, ok := canonical(flag)
	return ok && slices.Contains(f.of(number), flag)
}

// store changes the flags of a message as the command STORE asks.
func (f *flags) store(number uint32, change *imap.StoreFlags) {
	f.mu.Lock()
	defer f.mu.Unlock()
	kept := f.byNumber[number]
	if change.Op == imap.StoreFlagsSet {
		kept = nil
	}
	for _, given := range change.Flags {
		flag, ok := canonical(given)
		if !ok {
			continue
		}
		kept = slices.DeleteFunc(kept, func(k imap.Flag) bool { return k == flag })
		if change.Op != imap.StoreFlagsDel {
			kept = append(kept, flag)
		}
	}
	f.byNumber[number] = kept
}

// forgetFlags drops the flags of messages that are no more, whatever folder
// shows the others.
func (s *Server) forgetFlags() {
	list, _ := s.options.Messages.Messages()
	s.flags.keep(list)
}

// keep drops the flags of all messages but these.
func (f *flags) keep(kept []inbox.Message) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for number := range f.byNumber {
		if !slices.ContainsFunc(kept, func(m inbox.Message) bool { return m.Number == number }) {
			delete(f.byNumber, number)
		}
	}
}

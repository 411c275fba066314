package inbox

import (
	"slices"
	"strconv"
	"sync"
	"time"

	"patchbay/backend/fault"
)

// CodeMessageNotFound is the fault of a message that is not, or no longer, in
// the inbox.
const CodeMessageNotFound = "rehearsal.message_not_found"

// Summary is one line of the inbox.
type Summary struct {
	ID         string
	ReceivedAt time.Time
	From       string   // as in the message's head, or the envelope's sender
	To         []string // as in the message's head, or the envelope's recipients
	Subject    string
	Size       int // bytes
}

// Message is a caught message with its envelope.
type Message struct {
	Summary
	Number     uint32   // counts every message ever caught, from 1; never used again
	Sender     string   // of the envelope
	Recipients []string // of the envelope
	Raw        []byte   // as it came; not to be changed
}

// Inbox keeps the newest messages. Its methods may be called from any
// goroutine.
type Inbox struct {
	maxMessages int
	maxBytes    int64

	mu       sync.Mutex
	messages []Message // oldest first
	bytes    int64
	received uint32 // ever, for numbers
	changed  chan struct{}
}

// New makes an inbox that keeps so many messages of so many bytes together.
// The newest message is kept whatever its size.
func New(maxMessages int, maxBytes int64) *Inbox {
	return &Inbox{maxMessages: maxMessages, maxBytes: maxBytes, changed: make(chan struct{})}
}

// Add keeps a message and takes ownership of raw.
func (i *Inbox) Add(at time.Time, sender string, recipients []string, raw []byte) Summary {
	message := Message{
		Summary:    Summary{ReceivedAt: at, Size: len(raw)},
		Sender:     sender,
		Recipients: slices.Clone(recipients),
		Raw:        slices.Clip(raw),
	}
	message.summarize()
	i.mu.Lock()
	defer i.mu.Unlock()
	i.received++
	message.Number = i.received
	message.ID = strconv.FormatUint(uint64(i.received), 10)
	i.messages = append(i.messages, message)
	i.bytes += int64(len(raw))
	i.dropOldest()
	i.tell()
	return message.Summary
}

func (i *Inbox) dropOldest() {
	drop := 0
	for ; drop < len(i.messages)-1; drop++ {
		if len(i.messages)-drop <= i.maxMessages && i.bytes <= i.maxBytes {
			break
		}
		i.bytes -= int64(len(i.messages[drop].Raw))
	}
	i.messages = slices.Delete(i.messages, 0, drop)
}

// List is what was caught, newest first.
func (i *Inbox) List() []Summary {
	i.mu.Lock()
	defer i.mu.Unlock()
	summaries := make([]Summary, 0, len(i.messages))
	for _, message := range slices.Backward(i.messages) {
		summaries = append(summaries, message.Summary)
	}
	return summaries
}

// Messages is what was caught, oldest first, and the number that the next
// message will have.
func (i *Inbox) Messages() (messages []Message, next uint32) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.messages), i.received + 1
}

// Len is the number of messages.
func (i *Inbox) Len() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return len(i.messages)
}

// Mail shows a message. An unknown ID is a not-found fault.
func (i *Inbox) Mail(id string) (Mail, error) {
	i.mu.Lock()
	at := slices.IndexFunc(i.messages, func(m Message) bool { return m.ID == id })
	if at < 0 {
		i.mu.Unlock()
		return Mail{}, fault.New(fault.NotFound, CodeMessageNotFound, "the message is no longer in the rehearsal inbox").
			WithHint("refresh the inbox; it keeps the newest messages only")
	}
	message := i.messages[at]
	i.mu.Unlock()
	return message.mail(), nil
}

// Remove forgets the messages with these numbers.
func (i *Inbox) Remove(numbers ...uint32) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.messages = slices.DeleteFunc(i.messages, func(m Message) bool {
		gone := slices.Contains(numbers, m.Number)
		if gone {
			i.bytes -= int64(len(m.Raw))
		}
		return gone
	})
	i.tell()
}

// Clear forgets every message.
func (i *Inbox) Clear() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.messages, i.bytes = nil, 0
	i.tell()
}

// Changed is closed when a message comes or goes; ask anew for the next one.
func (i *Inbox) Changed() <-chan struct{} {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.changed
}

func (i *Inbox) tell() {
	close(i.changed)
	i.changed = make(chan struct{})
}

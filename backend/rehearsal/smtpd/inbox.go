package smtpd

import (
	"slices"
	"strconv"
	"sync"
	"time"
)

// Summary is one line of the inbox.
type Summary struct {
	ID         string
	ReceivedAt time.Time
	From       string   // as in the message's head, or the envelope's sender
	To         []string // as in the message's head, or the envelope's recipients
	Subject    string
	Size       int // bytes
}

// caught is a message with its envelope.
type caught struct {
	Summary
	sender     string
	recipients []string
	raw        []byte
}

// inbox keeps the newest messages within bounds of number and memory.
type inbox struct {
	maxMessages int
	maxBytes    int64

	mu       sync.Mutex
	messages []caught // oldest first
	bytes    int64
	received int // ever, for IDs
}

func newInbox(maxMessages int, maxBytes int64) *inbox {
	return &inbox{maxMessages: maxMessages, maxBytes: maxBytes}
}

// add takes ownership of raw.
func (i *inbox) add(at time.Time, sender string, recipients []string, raw []byte) Summary {
	message := caught{
		Summary:    Summary{ReceivedAt: at, Size: len(raw)},
		sender:     sender,
		recipients: slices.Clone(recipients),
		raw:        slices.Clip(raw),
	}
	message.summarize()
	i.mu.Lock()
	defer i.mu.Unlock()
	i.received++
	message.ID = strconv.Itoa(i.received)
	i.messages = append(i.messages, message)
	i.bytes += int64(len(raw))
	i.dropOldest()
	return message.Summary
}

func (i *inbox) dropOldest() {
	drop := 0
	for ; drop < len(i.messages)-1; drop++ {
		if len(i.messages)-drop <= i.maxMessages && i.bytes <= i.maxBytes {
			break
		}
		i.bytes -= int64(len(i.messages[drop].raw))
	}
	i.messages = slices.Delete(i.messages, 0, drop)
}

func (i *inbox) list() []Summary {
	i.mu.Lock()
	defer i.mu.Unlock()
	summaries := make([]Summary, 0, len(i.messages))
	for _, message := range slices.Backward(i.messages) {
		summaries = append(summaries, message.Summary)
	}
	return summaries
}

func (i *inbox) find(id string) (caught, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, message := range i.messages {
		if message.ID == id {
			return message, true
		}
	}
	return caught{}, false
}

func (i *inbox) clear() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.messages, i.bytes = nil, 0
}

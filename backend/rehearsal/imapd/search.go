package imapd

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-message/textproto"

	"patchbay/backend/rehearsal/inbox"
)

// Search implements [imapserver.Session].
func (s *session) Search(kind imapserver.NumKind, criteria *imap.SearchCriteria, _ *imap.SearchOptions) (*imap.SearchData, error) {
	s.mu.Lock()
	numbers := slices.Clone(s.view.numbers)
	s.mu.Unlock()
	data := &imap.SearchData{}
	var seqs imap.SeqSet
	var uids imap.UIDSet
	err := s.each(imap.SeqSet{{Start: 1, Stop: 0}}, func(seq uint32, m inbox.Message) error {
		found := candidate{seq: seq, number: m.Number, at: m.ReceivedAt, raw: s.shown(m), flags: s.server.flags, numbers: numbers}
		if !found.matches(criteria) {
			return nil
		}
		seqs.AddNum(seq)
		uids.AddNum(imap.UID(m.Number))
		shown := seq
		if kind == imapserver.NumKindUID {
			shown = m.Number
		}
		if data.Count == 0 {
			data.Min = shown
		}
		data.Max = shown
		data.Count++
		return nil
	})
	data.All = seqs
	if kind == imapserver.NumKindUID {
		data.All = uids
	}
	return data, err
}

// candidate is a message that may be what a client looks for.
type candidate struct {
	seq, number uint32
	at          time.Time
	raw         []byte
	flags       *flags
	numbers     []uint32 // of the whole view
}

// matches holds a message against the criteria of the command SEARCH
// (RFC 9051 §6.4.4). Those that change with time, and bodies in other
// encodings, are read as they stand.
func (c candidate) matches(criteria *imap.SearchCriteria) bool {
	return c.isListed(criteria) && c.hasFlags(criteria) && c.isOfSize(criteria) &&
		within(c.at, criteria.Since, criteria.Before) && c.saysIt(criteria) && c.combines(criteria)
}

func (c candidate) isListed(criteria *imap.SearchCriteria) bool {
	for _, set := range criteria.SeqNum {
		if !contains(set, c.seq, c.number, c.numbers) {
			return false
		}
	}
	for _, set := range criteria.UID {
		if !contains(set, c.seq, c.number, c.numbers) {
			return false
		}
	}
	return true
}

func (c candidate) hasFlags(criteria *imap.SearchCriteria) bool {
	for _, flag := range criteria.Flag {
		if !c.flags.has(c.number, flag) {
			return false
		}
	}
	for _, flag := range criteria.NotFlag {
		if c.flags.has(c.number, flag) {
			return false
		}
	}
	return true
}

func (c candidate) isOfSize(criteria *imap.SearchCriteria) bool {
	size := int64(len(c.raw))
	return (criteria.Larger == 0 || size > criteria.Larger) && (criteria.Smaller == 0 || size < criteria.Smaller)
}

// within compares days, without their zone (RFC 9051 §6.4.4, SINCE). A zero
// bound is none.
func within(at, since, before time.Time) bool {
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	return (since.IsZero() || !day.Before(since)) && (before.IsZero() || day.Before(before))
}

func (c candidate) saysIt(criteria *imap.SearchCriteria) bool {
	asksHead := len(criteria.Header) > 0 || !criteria.SentSince.IsZero() || !criteria.SentBefore.IsZero()
	if asksHead && !c.headSaysIt(criteria) {
		return false
	}
	text := c.raw[:min(len(c.raw), maxText)]
	_, body, _ := bytes.Cut(text, []byte("\r\n\r\n"))
	for _, wanted := range criteria.Body {
		if !containsFold(body, wanted) {
			return false
		}
	}
	for _, wanted := range criteria.Text {
		if !containsFold(text, wanted) {
			return false
		}
	}
	return true
}

func (c candidate) headSaysIt(criteria *imap.SearchCriteria) bool {
	read, err := textproto.ReadHeader(bufio.NewReader(io.LimitReader(bytes.NewReader(c.raw), maxHead)))
	if err != nil {
		return false
	}
	var header mail.Header
	header.Header.Header = read
	for _, asked := range criteria.Header {
		fields, found := header.FieldsByKey(asked.Key), false
		for fields.Next() {
			text, _ := fields.Text() // an unreadable one stands as it came
			found = found || strings.Contains(strings.ToLower(text), strings.ToLower(asked.Value))
		}
		if !found {
			return false
		}
	}
	if criteria.SentSince.IsZero() && criteria.SentBefore.IsZero() {
		return true
	}
	sent, err := header.Date()
	return err == nil && within(sent, criteria.SentSince, criteria.SentBefore)
}

// How much of a message is searched, in bytes.
const (
	maxHead = 256 << 10
	maxText = 1 << 20
)

func containsFold(content []byte, text string) bool {
	return bytes.Contains(bytes.ToLower(content), bytes.ToLower([]byte(text)))
}

// combines reads NOT and OR. The engine bounds the length of a command, and so
// how deep they can go.
func (c candidate) combines(criteria *imap.SearchCriteria) bool {
	for i := range criteria.Not {
		if c.matches(&criteria.Not[i]) {
			return false
		}
	}
	for i := range criteria.Or {
		if !c.matches(&criteria.Or[i][0]) && !c.matches(&criteria.Or[i][1]) {
			return false
		}
	}
	return true
}

package imapd

import (
	"bufio"
	"bytes"
	"io"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-message/textproto"

	"patchbay/backend/rehearsal/inbox"
)

// Fetch implements [imapserver.Session].
func (s *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	seen := false
	for _, section := range options.BodySection {
		seen = seen || !section.Peek
	}
	return s.each(set, func(seq uint32, m inbox.Message) error {
		if seen && !s.isReadOnly() {
			s.server.flags.store(m.Number, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagSeen}})
		}
		response := w.CreateMessage(seq)
		err := s.fetch(response, m, options)
		if closed := response.Close(); err == nil {
			err = closed
		}
		return err
	})
}

func (s *session) fetch(response *imapserver.FetchResponseWriter, m inbox.Message, options *imap.FetchOptions) error {
	raw := s.shown(m)
	response.WriteUID(imap.UID(m.Number))
	if options.Flags {
		response.WriteFlags(s.server.flags.of(m.Number))
	}
	if options.InternalDate {
		response.WriteInternalDate(m.ReceivedAt)
	}
	if options.RFC822Size {
		response.WriteRFC822Size(int64(len(raw)))
	}
	if options.Envelope {
		response.WriteEnvelope(envelope(raw))
	}
	if options.BodyStructure != nil {
		response.WriteBodyStructure(structure(raw))
	}
	for _, section := range options.BodySection {
		content := body(raw, section)
		if err := write(response.WriteBodySection(section, int64(len(content))), content); err != nil {
			return err
		}
	}
	return nil
}

func write(w io.WriteCloser, content []byte) error {
	_, err := w.Write(content)
	if closed := w.Close(); err == nil {
		err = closed
	}
	return err
}

// envelope is nil where the head cannot be read; the engine then sends an
// empty one.
func envelope(raw []byte) *imap.Envelope {
	header, err := textproto.ReadHeader(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		return nil
	}
	return imapserver.ExtractEnvelope(header)
}

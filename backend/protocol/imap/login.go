package imap

import "strconv"

// maxShortLiteral is the longest literal that LITERAL- allows without waiting
// (RFC 7888 §5).
const maxShortLiteral = 4096 // bytes

// login sends LOGIN (RFC 9051 §6.2.3). What no quoted string can hold goes as a
// literal, which the server is asked for first unless it offers to take it
// unasked (RFC 7888).
func (s *session) login() (response, error) {
	c, err := s.tag()
	if err != nil {
		return response{}, err
	}
	s.put(c.tag + " LOGIN")
	s.Recorder.ClientMasked(c.tag + " LOGIN ")
	for _, value := range [][]byte{[]byte(s.settings.User), s.request.Secrets.Password.Reveal()} {
		s.put(" ")
		if isQuotable(value) {
			s.quote(value)
			continue
		}
		if r, err := s.literal(value); err != nil || !r.isContinuation() {
			return r, err
		}
	}
	s.put("\r\n")
	r, err := s.read()
	if err == nil && r.isContinuation() { // which refuses nothing
		err = s.wire.violated("continuation", r.text)
	}
	return r, err
}

// literal sends a value as it is. The response is a continuation unless the
// server refuses it.
func (s *session) literal(value []byte) (response, error) {
	s.put("{" + strconv.Itoa(len(value)))
	r := response{tag: "+"}
	if s.offered.has("LITERAL+") || s.offered.can("LITERAL-") && len(value) <= maxShortLiteral {
		s.put("+}\r\n")
	} else {
		s.put("}\r\n")
		var err error
		if r, err = s.read(); err != nil || !r.isContinuation() {
			return r, err
		}
		s.Recorder.ClientMasked("")
	}
	s.wire.out = append(s.wire.out, value...)
	return r, nil
}

// quote writes a quoted string (RFC 9051 §4.3).
func (s *session) quote(value []byte) {
	s.put(`"`)
	for _, b := range value {
		if b == '"' || b == '\\' {
			s.wire.out = append(s.wire.out, '\\')
		}
		s.wire.out = append(s.wire.out, b)
	}
	s.put(`"`)
}

func (s *session) put(text string) { s.wire.out = append(s.wire.out, text...) }

// isQuotable tells what a quoted string may hold for every server: RFC 3501
// allows seven bits only.
func isQuotable(value []byte) bool {
	const most = 1000 // bytes; servers bound their lines
	for _, b := range value {
		if b < ' ' || b > '~' {
			return false
		}
	}
	return len(value) <= most
}

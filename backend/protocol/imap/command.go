package imap

import "strconv"

// command is one that was sent.
type command struct {
	tag    string
	answer *response // tagged, nil until it came
}

// tag returns the next command, which is still to be sent.
func (s *session) tag() (*command, error) {
	if len(s.outstanding) == 0 {
		if err := s.wire.unsolicited(); err != nil {
			return nil, err
		}
	}
	s.commands++
	c := &command{tag: "P" + strconv.Itoa(s.commands)}
	s.outstanding = append(s.outstanding, c)
	s.polite = false
	return c, nil
}

// send queues a command; it goes out when an answer is waited for.
func (s *session) send(line string) (*command, error) {
	c, err := s.tag()
	if err != nil {
		return nil, err
	}
	line = c.tag + " " + line
	s.Recorder.Client(line)
	return c, s.wire.queue(line)
}

// exchange sends a command and waits for its answer.
func (s *session) exchange(line string) (response, error) {
	c, err := s.send(line)
	if err != nil {
		return response{}, err
	}
	return s.await(c)
}

// await reads until a command is answered. What is read of others on the way
// is kept for them.
func (s *session) await(c *command) (response, error) {
	for c.answer == nil {
		r, err := s.read()
		if err != nil {
			return response{}, err
		}
		if r.isContinuation() {
			return response{}, s.wire.violated("continuation", r.text)
		}
	}
	return *c.answer, nil
}

// read sends what is queued and reads up to the next response that is an
// answer: a tagged one, or a request to go on.
func (s *session) read() (response, error) {
	if err := s.wire.flush(); err != nil {
		return response{}, err
	}
	for {
		r, err := s.wire.read()
		if err != nil {
			return response{}, err
		}
		s.heed(r)
		switch {
		case r.isContinuation():
			return r, nil
		case r.isTagged():
			return r, s.settle(r)
		}
		s.take(r)
	}
}

// settle hands a tagged response to its command.
func (s *session) settle(r response) error {
	for i, c := range s.outstanding {
		if c.tag == r.tag {
			answer := r // a copy, so that only answers cost memory
			c.answer = &answer
			s.outstanding = append(s.outstanding[:i:i], s.outstanding[i+1:]...)
			s.polite = len(s.outstanding) == 0 && s.bye == nil
			return nil
		}
	}
	return s.wire.violated("unknown_tag", r.tag+" "+r.kind+" "+r.words())
}

// take keeps what an untagged response says.
func (s *session) take(r response) {
	switch r.kind {
	case statusOK, statusNo, statusBad, statusPreauth:
	case statusBye:
		bye := r
		s.bye, s.polite = &bye, false
	case "CAPABILITY":
		s.tell(r.text)
	case "LIST":
		s.listing.add(r.text)
	case "STATUS":
		s.listing.count(r.text)
	case "EXISTS":
		n := r.number
		s.exists = &n
	case "ID", "FLAGS", "RECENT", "EXPUNGE", "FETCH", "SEARCH", "LSUB", "ENABLED", "NAMESPACE", "QUOTA", "QUOTAROOT", "VANISHED":
	default:
		if s.strange++; s.strange == 1 {
			s.Recorder.Note("the server said something that nobody asked for and that was ignored: " + beginning(r.kind))
		}
	}
}

package smtp

import (
	"context"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/secret"
)

// perConnection is how many mails are sent over one connection: servers end those
// that go on for long.
const perConnection = 100

// line is a connection that is made anew when it has ended.
type line struct {
	request  SendRequest
	session  *session
	cancel   context.CancelFunc
	used     int            // mails over this connection
	hopeless *proof.Finding // why no connection is tried any more
	fresh    secret.Text    // the refresh token that has taken the place of the request's
}

// send hands one mail over.
func (l *line) send(ctx context.Context, i int, w Mail) error {
	d, err := l.hand(ctx, i, w)
	if err != nil {
		return err
	}
	if l.session != nil {
		d = l.session.shown(d)
	}
	if l.broken() || l.used >= perConnection {
		l.close()
	}
	return l.request.Ended(i, d)
}

func (l *line) hand(ctx context.Context, i int, w Mail) (Delivery, error) {
	if l.session == nil && l.hopeless == nil {
		l.hopeless = l.open(ctx)
	}
	if l.hopeless != nil {
		return notTried(*l.hopeless), nil
	}
	s := l.session
	m, err := composeMail(s.settings, w)
	if err != nil {
		return notTried(cannotCompose(err)), nil
	}
	l.used++
	s.message = m
	d, err := s.transfer(func() error { return l.request.Handing(i) })
	d.MessageID = m.id
	return d, err
}

// open makes a connection and signs in. It returns why that cannot be done.
func (l *line) open(ctx context.Context) *proof.Finding {
	r := l.request.Request
	if l.fresh.IsSet() {
		r.Secrets.RefreshToken = l.fresh
	}
	if keep := r.Rotated; keep != nil {
		r.Rotated = func(token secret.Text) error {
			own := token.Clone()
			err := keep(token)
			l.fresh.Wipe()
			l.fresh = own
			return err
		}
	}
	arriving, cancel := context.WithTimeout(ctx, l.whole())
	s := newSession(arriving, r, false)
	s.arrive()
	if s.Recorder.Failed() {
		finding := firstFinding(s.Recorder.Report())
		s.hangUp()
		s.Redactor.Wipe()
		cancel()
		return finding
	}
	s.request.Level = LevelSend // which declares the size
	l.session, l.cancel, l.used = s, cancel, 0
	return nil
}

// whole bounds a connection with all its mails; each step has a bound of its own.
func (l *line) whole() time.Duration {
	return l.request.Timeout + perConnection*dataPatience
}

// broken reports whether nothing more can be said over the connection.
func (l *line) broken() bool { return l.session != nil && !l.session.polite }

func (l *line) close() {
	s := l.session
	if s == nil {
		return
	}
	if s.polite && s.Context().Err() == nil {
		s.Hurry(maxQuit)
		_ = s.wire.write([]byte("QUIT")) // a courtesy: it may fail
	}
	s.Close()
	s.Redactor.Wipe()
	l.cancel()
	l.session = nil
}

func (l *line) end() {
	l.close()
	l.fresh.Wipe()
}

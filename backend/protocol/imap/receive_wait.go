package imap

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"

	goimap "github.com/emersion/go-imap/v2"
)

// await looks through the folders again and again; found is nil when the
// message has not come until then, or when the whole proof's time is up.
func (r *reader) await(places []place, until time.Time) (*found, error) {
	for round := 0; ; round++ {
		for i := 0; i < len(places); i++ {
			message, err := r.lookInto(places[i])
			switch {
			case message != nil:
				return message, nil
			case r.isOver(err):
				return nil, nil
			case err == nil:
			case i > 0 && isRefusal(err): // a folder that cannot be read is not looked into again
				places = slices.Delete(slices.Clone(places), i, i+1)
				i--
			default:
				return nil, err
			}
		}
		if !r.pause(round, until) {
			return nil, r.cancelled()
		}
	}
}

// pause waits until the folders are looked through once more; it is false when
// the time is up.
func (r *reader) pause(round int, until time.Time) bool {
	left := time.Until(until)
	if left <= 0 || r.ctx.Err() != nil {
		return false
	}
	if r.caps.Has(goimap.CapIdle) {
		const others = 5 * time.Second // until the other folders are looked into
		return r.listen(min(others, left))
	}
	const quick, slow, quickRounds = time.Second, 2 * time.Second, 10
	wait := quick
	if round >= quickRounds {
		wait = slow
	}
	return r.sleep(min(wait, left))
}

// sleep waits for so long, or until something has come.
func (r *reader) sleep(wait time.Duration) bool {
	_ = r.conn.SetDeadline(time.Time{}) // the library reads meanwhile
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.arrived:
	case <-r.ctx.Done():
		return false
	}
	return true
}

// listen has the server tell of what comes into the folder that was opened last
// (RFC 2177). A server that offers IDLE and refuses it is asked no more.
func (r *reader) listen(wait time.Duration) bool {
	r.hasten()
	idle, err := r.client.Idle()
	if err != nil {
		delete(r.caps, goimap.CapIdle)
		return r.ctx.Err() == nil // an end of the connection shows at the next command
	}
	going := r.sleep(wait)
	r.hasten()
	if idle.Close() == nil {
		_ = idle.Wait()
	}
	return going
}

// cancelled is the error of who has cancelled the proof, if somebody has.
func (r *reader) cancelled() error {
	if err := r.ctx.Err(); err != nil && !r.isOver(err) {
		return err
	}
	return nil
}

// isOver reports whether an error is the end of the time that the whole proof
// has, and not of one command.
func (r *reader) isOver(err error) bool {
	return err != nil && errors.Is(r.ctx.Err(), context.DeadlineExceeded)
}

// closing closes conn when ctx ends, which wakes what reads from it.
func closing(ctx context.Context, conn net.Conn) (release func() bool) {
	return context.AfterFunc(ctx, func() { _ = conn.Close() })
}

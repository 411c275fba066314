package smtp

import (
	"context"
)

// Batch is mail that is sent over one sign-in, one after the other. Its functions
// are called from the goroutine that called [Send].
type Batch struct {
	Count int
	// Mail returns the mail with an index. ok is false for one that is not to be
	// sent after all: nothing more is said of it.
	Mail func(i int) (m Mail, ok bool)
	// Handing is called before the data are handed over: an error ends the
	// batch, and the mail is not sent.
	Handing func(i int) error
	// Ended is told what became of the mail; an error ends the batch.
	Ended func(i int, d Delivery) error
}

// SendRequest says what to send through which server. Of the embedded request To,
// Level, Receive and Patience do not count; Timeout is that of one connection until
// it is signed in.
type SendRequest struct {
	Request
	Batch
}

// Send hands mail over, one after the other, and tells of each what became of it.
// Nothing is tried twice, but a connection that ended between two mails is made
// anew. Where the server cannot be reached, or refuses the sign-in, the mails that
// are left are told so without asking again. It returns the error of a function of
// the batch, and that of ctx, after which the rest has not been looked at.
func Send(ctx context.Context, r SendRequest) error {
	r.Level, r.Receive = LevelSignIn, nil
	if r.Timeout == 0 {
		r.Timeout = DefaultTimeout
	}
	line := &line{request: r}
	defer line.end()
	for i := range r.Count {
		if err := ctx.Err(); err != nil {
			return err
		}
		m, ok := r.Mail(i)
		if !ok {
			continue
		}
		if err := line.send(ctx, i, m); err != nil {
			return err
		}
	}
	return nil
}

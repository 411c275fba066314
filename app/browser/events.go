package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Subscribe tells fn of every event until cancel is called.
type Subscribe func(fn func(name string, payload any)) (cancel func())

const (
	// heartbeat keeps a stream from looking dead, and finds out when it is.
	heartbeat = 15 * time.Second
	// backlog is how many events may wait for a page that does not read. A
	// page that falls behind is disconnected and reads everything anew.
	backlog = 1024
	// writeTimeout bounds one write to a page that does not read.
	writeTimeout = 10 * time.Second
	// farewell bounds the end of a response whose stream was interrupted.
	farewell = time.Second
)

// events answers GET /events.
type events struct {
	subscribe Subscribe
	log       *slog.Logger
}

func (e events) serve(w http.ResponseWriter, r *http.Request) {
	ctx, disconnect := context.WithCancel(r.Context())
	defer disconnect()
	s, finish := newStream(ctx, w)
	defer finish()

	waiting := make(chan []byte, backlog)
	cancel := e.subscribe(func(name string, payload any) {
		message, err := frame(name, payload)
		if err != nil {
			e.log.Error("an event cannot be encoded", "event", name, "error", err)
			return
		}
		select {
		case waiting <- message:
		default:
			disconnect()
		}
	})
	defer cancel()

	w.Header().Set("Content-Type", "text/event-stream")
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	next := []byte(": connected\n\n")
	for s.send(next) == nil {
		select {
		case next = <-waiting:
		case <-tick.C:
			next = []byte(": heartbeat\n\n")
		case <-ctx.Done():
			return
		}
	}
}

// stream writes to a page, and stops waiting for it as soon as ctx is done.
type stream struct {
	ctx     context.Context
	w       http.ResponseWriter
	control *http.ResponseController
}

// newStream returns the stream and what must be called before the handler
// returns: a response must not be touched afterwards.
func newStream(ctx context.Context, w http.ResponseWriter) (s stream, finish func()) {
	s = stream{ctx: ctx, w: w, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // the stream outlives the request's deadline
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = s.control.SetWriteDeadline(time.Now())
		close(interrupted)
	})
	return s, func() {
		if !stop() {
			<-interrupted
			_ = s.control.SetWriteDeadline(time.Now().Add(farewell)) // for the end of the response
		}
	}
}

func (s stream) send(message []byte) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return fmt.Errorf("set the write deadline: %w", err)
	}
	// Looked at after the deadline was set: an interruption either shows here
	// or sets its own deadline later.
	if err := s.ctx.Err(); err != nil {
		return fmt.Errorf("write an event: %w", err)
	}
	if _, err := s.w.Write(message); err != nil {
		return fmt.Errorf("write an event: %w", err)
	}
	if err := s.control.Flush(); err != nil {
		return fmt.Errorf("flush an event: %w", err)
	}
	return nil
}

// frame writes one event. JSON holds no line break, so one data line is enough.
func frame(name string, payload any) ([]byte, error) {
	data, err := json.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("encode the event %s: %w", name, err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "event: %s\ndata: %s\n\n", name, data)
	return b.Bytes(), nil
}

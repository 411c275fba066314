package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"patchbay/backend/fault"
)

// output writes the results of a call in the form that was asked for.
type output struct {
	global *globals
	stdout io.Writer
	stderr io.Writer
	style  style
	ended  bool // the document, or the last event, is written

	mu sync.Mutex // events come from several goroutines
}

func newOutput(m *Main, g *globals) *output {
	return &output{global: g, stdout: m.Stdout, stderr: m.Stderr, style: newStyle(m)}
}

// human reports whether a person reads along on standard output.
func (o *output) human() bool { return !o.global.json && !o.global.events }

// result writes what the command came to: the document, or what text prints.
func (o *output) result(document any, text func(*printer)) error {
	switch {
	case o.global.json:
		return o.document(document)
	case o.global.events:
		return o.last(document)
	default:
		p := newPrinter(o.stdout, o.style)
		text(p)
		if p.err != nil { // it may have been shown this once, such as a recovery key
			return fmt.Errorf("write the result: %w", p.err)
		}
		return nil
	}
}

// failure reports a fault: for a person on standard error, else as a document,
// unless there is one already.
func (o *output) failure(f *fault.Fault) {
	switch {
	case o.ended:
		newPrinter(o.stderr, o.style).fault(f)
	case o.global.json:
		_ = o.document(f) // there is nowhere left to report to
	case o.global.events:
		_ = o.last(map[string]any{"fault": f})
	default:
		newPrinter(o.stderr, o.style).fault(f)
	}
}

// event tells of progress: a line of its own with --events, for a person as
// text prints it, and with --json on standard error.
func (o *output) event(name string, fields any, text func(*printer)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.global.events:
		return o.tagged(name, fields)
	case o.global.json:
		text(newPrinter(o.stderr, o.style))
	default:
		text(newPrinter(o.stdout, o.style))
	}
	return nil
}

// note tells a person something beside the result, on standard error.
func (o *output) note(format string, args ...any) {
	newPrinter(o.stderr, o.style).line(format, args...)
}

func (o *output) document(v any) error {
	o.ended = true
	encoder := json.NewEncoder(o.stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// last writes the event "result". A list becomes its member "items".
func (o *output) last(v any) error {
	o.ended = true
	return o.tagged("result", v)
}

// tagged writes an object with the member "event" before its own.
func (o *output) tagged(name string, v any) error {
	encoded, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write the event %s: %w", name, err)
	}
	if encoded[0] != '{' {
		encoded = fmt.Appendf(nil, `{"items":%s}`, encoded)
	}
	separator := ","
	if len(encoded) == len("{}") {
		separator = ""
	}
	if _, err := fmt.Fprintf(o.stdout, "{%q:%q%s%s\n", "event", name, separator, encoded[1:]); err != nil {
		return fmt.Errorf("write the event %s: %w", name, err)
	}
	return nil
}

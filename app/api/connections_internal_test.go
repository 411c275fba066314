package api

import (
	"net"
	"net/http"
	"testing"
)

// guest is a connection that nothing is read from.
type guest struct {
	net.Conn
	name   string
	closed bool
}

func (g *guest) Close() error {
	g.closed = true
	return nil
}

// TestWhoeverWaitsLongestMakesRoom, and nobody who is being answered.
func TestWhoeverWaitsLongestMakesRoom(t *testing.T) {
	c := newCrowd(3)
	guests := map[string]*guest{}
	for _, step := range []struct {
		name  string
		state http.ConnState
		goes  string // who is cut off
	}{
		{"a", http.StateNew, ""},
		{"b", http.StateNew, ""},
		{"c", http.StateNew, ""},
		{"a", http.StateActive, ""},
		{"d", http.StateNew, "b"}, // a is being answered
		{"b", http.StateClosed, ""},
		{"a", http.StateIdle, ""},
		{"e", http.StateNew, "c"}, // a has begun to wait anew
		{"c", http.StateClosed, ""},
		{"a", http.StateActive, ""},
		{"d", http.StateActive, ""},
		{"e", http.StateActive, ""},
		{"f", http.StateNew, "f"}, // all others are being answered
		{"f", http.StateClosed, ""},
		{"d", http.StateClosed, ""},
		{"g", http.StateNew, ""},
	} {
		if guests[step.name] == nil {
			guests[step.name] = &guest{name: step.name}
		}
		c.follow(guests[step.name], step.state)
		goes := ""
		for _, g := range guests {
			if g.closed {
				goes, g.closed = g.name, false
			}
		}
		if goes != step.goes {
			t.Errorf("%s becomes %s: %q goes, want %q", step.name, step.state, goes, step.goes)
		}
		if n := len(c.waiting) + len(c.busy); n > 3 {
			t.Errorf("there are %d", n)
		}
	}
}

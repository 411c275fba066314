package browser_test

import (
	"bufio"
	"math"
	"strings"
	"testing"
)

func TestEvents(t *testing.T) {
	d := open(t)
	token := d.session()
	response := d.request("GET", "/events", "", "Authorization", "Bearer "+token)
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("the content type is %q", got)
	}
	<-d.topic.changed // subscribed

	d.topic.publish("broken", math.Inf(1)) // cannot be encoded: left out
	d.topic.publish("note.saved", Note{Title: "two\nlines", Count: 1})
	d.topic.publish("note.removed", nil)
	lines := bufio.NewReader(response.Body)
	want := []string{
		": connected", "",
		"event: note.saved", `data: {"title":"two\nlines","count":1,"password":""}`, "",
		"event: note.removed", "data: null", "",
	}
	for _, w := range want {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(line, "\n"); got != w {
			t.Errorf("got %q, want %q", got, w)
		}
	}

	_ = response.Body.Close()
	d.topic.publish("note.saved", nil)
	<-d.topic.changed // unsubscribed, though nobody read to the end
}

func TestAPageThatDoesNotReadIsDisconnected(t *testing.T) {
	d := open(t)
	token := d.session()
	response := d.request("GET", "/events", "", "Authorization", "Bearer "+token)
	<-d.topic.changed
	payload := strings.Repeat("x", 1<<16)
	for range 4096 {
		d.topic.publish("note.saved", payload)
	}
	select {
	case <-d.topic.changed:
	case <-t.Context().Done():
		t.Fatal("the stream is still subscribed")
	}
	_ = response.Body.Close()
}

func TestTheEndOfTheServerEndsTheStreams(t *testing.T) {
	d := open(t)
	response := d.request("GET", "/events", "", "Authorization", "Bearer "+d.session())
	<-d.topic.changed
	if err := d.end(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, response.Body); got != ": connected\n\n" {
		t.Errorf("got %q", got)
	}
	<-d.topic.changed // unsubscribed
}

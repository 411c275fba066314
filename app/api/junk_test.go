package api_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSC17_JunkDoesNotDisturbARightCall: connections that say nothing, plain
// text, broken handshakes and ten thousand requests of a page; a right call is
// answered all the while, and what it costs in memory is bounded.
func TestSC17_JunkDoesNotDisturbARightCall(t *testing.T) {
	d := unstarted(t)
	d.server.WaitLong() // who is cut off makes room for others
	if err := d.server.Start(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	trust := d.trust("127.0.0.1") // the vault is not asked in between
	right := func() {
		t.Helper()
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: trust.Clone()}, Timeout: time.Minute}
		defer client.CloseIdleConnections()
		if status, body := d.get(client, d.server.Address()); status != http.StatusOK || body != "hello" {
			t.Fatalf("got %d %s", status, body)
		}
	}
	right()
	before := inUse()
	var silent []net.Conn
	t.Cleanup(func() {
		for _, conn := range silent {
			_ = conn.Close()
		}
	})
	foreign := d.client(false)
	for n := range 10_000 {
		d.junk(foreign, n)
		if n%20 == 0 { // five hundred connections that stay and say nothing
			conn, err := net.Dial("tcp", d.address())
			if err != nil {
				t.Fatal(err)
			}
			silent = append(silent, conn)
		}
		if n%500 == 0 {
			right()
		}
	}
	right()
	for _, conn := range silent[:len(silent)-256] {
		_ = conn.SetReadDeadline(time.Now().Add(time.Minute)) // of a test that fails
		if _, err := conn.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("more connections are held than the API may have: %v", err)
		}
	}
	const bound = 64 << 20 // bytes
	if after := inUse(); after > before+bound {
		t.Errorf("%d MiB more are in use", (after-before)>>20)
	}
}

// junk sends the n-th piece of it.
func (d *door) junk(foreign *http.Client, n int) {
	d.Helper()
	switch n % 50 {
	case 0:
		d.raw("GET / HTTP/1.1\r\nHost: " + d.address() + "\r\n\r\n")
	case 1:
		d.raw("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\xff", 100))
	case 2:
		d.raw(strings.Repeat("\x00", 1<<10))
	case 3:
		conn, err := tls.Dial("tcp", d.address(), &tls.Config{ServerName: fmt.Sprintf("tenant-%d.localhost", n), MaxVersion: tls.VersionTLS12})
		if err == nil {
			_ = conn.Close()
			d.Error("a certificate for an unknown name")
		}
	default:
		request, err := http.NewRequest(http.MethodPost, d.server.Address()+"/oauth2/token", strings.NewReader("grant_type=client_credentials"))
		if err != nil {
			d.Fatal(err)
		}
		request.Header.Set("Origin", "https://evil.example")
		if got := status(d.T, foreign, request); got != http.StatusForbidden {
			d.Fatalf("junk: got %d", got)
		}
	}
}

// raw writes bytes that are no TLS, and goes away.
func (d *door) raw(text string) {
	d.Helper()
	conn, err := net.Dial("tcp", d.address())
	if err != nil {
		d.Fatal(err)
	}
	_, _ = io.WriteString(conn, text)
	_ = conn.Close()
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// TestSlowClientsAreCutOff wherever they stop: before and within the handshake,
// within the header, within the body, and between two requests.
func TestSlowClientsAreCutOff(t *testing.T) {
	d := unstarted(t)
	d.server.Shorten(100 * time.Millisecond)
	if err := d.server.Start(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	request := "POST / HTTP/1.1\r\nHost: " + d.address() + "\r\nContent-Length: 100\r\n"
	for name, begin := range map[string]func(t *testing.T) net.Conn{
		"says nothing":        func(t *testing.T) net.Conn { return d.dialRaw(t, "") },
		"stops in a hello":    func(t *testing.T) net.Conn { return d.dialRaw(t, "\x16\x03\x01\x02\x00\x01\x00") },
		"stops after a hello": func(t *testing.T) net.Conn { return d.dialTLS(t, "") },
		"stops in a header":   func(t *testing.T) net.Conn { return d.dialTLS(t, request) },
		"stops in a body":     func(t *testing.T) net.Conn { return d.dialTLS(t, request+"\r\nhalf") },
		"asks for no more":    func(t *testing.T) net.Conn { return d.dialTLS(t, "GET / HTTP/1.1\r\nHost: "+d.address()+"\r\n\r\n") },
	} {
		t.Run(name, func(t *testing.T) {
			_, _ = io.Copy(io.Discard, begin(t)) // returns when the API hangs up, and only then
		})
	}
}

func (d *door) dialRaw(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", d.address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

// dialTLS asks anew where the API hangs up before it was spoken to: on a busy machine
// a handshake may take longer than a shortened API waits.
func (d *door) dialTLS(t *testing.T, text string) net.Conn {
	t.Helper()
	for {
		conn, err := tls.Dial("tcp", d.address(), d.trust("127.0.0.1"))
		if err == nil {
			t.Cleanup(func() { _ = conn.Close() })
			_, err = io.WriteString(conn, text)
		}
		switch {
		case err == nil:
			return conn
		case !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE):
			t.Fatal(err)
		}
	}
}

// TestAHeaderIsBounded at sixteen KiB and what the library adds.
func TestAHeaderIsBounded(t *testing.T) {
	d := openDoor(t)
	for size, want := range map[int]int{8 << 10: http.StatusOK, 64 << 10: http.StatusRequestHeaderFieldsTooLarge} {
		response := exchange(t, d, "GET / HTTP/1.1\r\nHost: "+d.address()+"\r\nX: "+strings.Repeat("a", size)+"\r\n\r\n")
		if response.StatusCode != want {
			t.Errorf("%d bytes: got %d", size, response.StatusCode)
		}
	}
}

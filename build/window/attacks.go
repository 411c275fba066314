package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"html"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"patchbay/build/attack"
)

const (
	corpus  = "backend/notify/render/testdata/xss.txt"
	sampled = 72 // attacks
)

// attacks shows a sample of the corpus in the window's engine, in frames as the
// pages make them and in frames without a wall. Whatever runs or loads comes to the
// lure. Patchbay's own window has no way in for what is unsafe, which has to be shown
// as well: the engine's own browser takes both.
func attacks(ctx context.Context) error {
	scratch, err := os.MkdirTemp("", "patchbay-window-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	screen, err := openDisplay(ctx, scratch, 1280, 800)
	if err != nil {
		return err
	}
	defer screen.close()
	l, err := openLure()
	if err != nil {
		return err
	}
	defer l.listener.Close()
	sample, err := l.sample()
	if err != nil {
		return err
	}
	visits, err := l.show(ctx, screen, scratch, l.harmless(sample))
	if err != nil {
		return fmt.Errorf("show %d attacks: %w", len(sample), err)
	}
	if len(visits) > 0 {
		return fmt.Errorf("of %d attacks, something came to %q", len(sample), visits)
	}
	visits, err = l.show(ctx, screen, scratch, l.unsafe())
	if err != nil {
		return fmt.Errorf("show what is unsafe: %w", err)
	}
	for _, path := range []string{"/ran", "/loaded", "/behind-a-wall"} {
		if !slices.Contains(visits, path) {
			return fmt.Errorf("the lure feels nothing: of what is unsafe only %q came", visits)
		}
	}
	fmt.Printf("ok	nothing ran and nothing loaded of %d attacks in the window's engine\n", len(sample))
	return nil
}

// lure is an address that attacks lead to. It notes the path of every request.
type lure struct {
	listener net.Listener
	visits   chan string
}

func openLure() (*lure, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &lure{listener: listener, visits: make(chan string, 1000)}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go l.answer(conn)
		}
	}()
	return l, nil
}

func (l *lure) answer(conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(farewell))
	line, _ := bufio.NewReaderSize(conn, 4<<10).ReadString('\n') // also one that is cut short came here
	words := append(strings.Fields(line), "", "")
	l.visits <- words[1]
	_, _ = fmt.Fprint(conn, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
}

func (l *lure) host() string { return l.listener.Addr().String() }

// sample are attacks of every family, that load from the lure.
func (l *lure) sample() (sample []attack.Entry, err error) {
	file, err := os.Open(corpus)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	all, err := attack.Read(file)
	if err != nil {
		return nil, err
	}
	sample = attack.Sample(all, sampled)
	for i := range sample {
		sample[i].Attack = strings.ReplaceAll(sample[i].Attack, "evil.example", l.host())
	}
	return sample, nil
}

// harmless are frames with what Patchbay makes of attacks: as its pages show it, and
// without its policy and its sandbox, where hit is a function that tells the lure.
func (l *lure) harmless(sample []attack.Entry) []string {
	var frames []string
	for _, e := range sample {
		for _, document := range e.Documents() {
			before, policy, _ := strings.Cut(document, `<meta http-equiv="Content-Security-Policy"`)
			_, after, _ := strings.Cut(policy, ">")
			frames = append(frames, frame(`sandbox=""`, document), frame("", before+l.hit()+after))
		}
	}
	return frames
}

// unsafe are frames in which something runs and something loads.
func (l *lure) unsafe() []string {
	return []string{
		frame("", l.hit()+`<img src=x: onerror="hit()">`),
		frame("", `<img src="http://`+l.host()+`/loaded">`),
		frame(`sandbox=""`, `<img src="http://`+l.host()+`/behind-a-wall">`),
	}
}

func (l *lure) hit() string {
	return `<script>function hit() { new Image().src = "http://` + l.host() + `/ran" }</script>`
}

func frame(attributes, document string) string {
	return `<iframe ` + attributes + ` srcdoc="` + html.EscapeString(document) + `"></iframe>`
}

// show opens a page with frames, and returns what came to the lure until all of them
// had loaded and were painted.
func (l *lure) show(ctx context.Context, screen *display, scratch string, frames []string) (visits []string, err error) {
	browser, err := engineBrowser()
	if err != nil {
		return nil, err
	}
	name := filepath.Join(scratch, "attacks.html")
	page := `<!DOCTYPE html><meta charset="utf-8"><title>Attacks</title>` + strings.Join(frames, "\n") +
		`<script>addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => { new Image().src = "http://` + l.host() + `/done" })))</script>`
	if err := os.WriteFile(name, []byte(page), 0o600); err != nil {
		return nil, err
	}
	program := screen.engine(ctx, scratch, browser, "--private", "file://"+name)
	if err := program.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	var once sync.Once
	end := func() { once.Do(func() { _ = program.Cancel(); <-ended }) }
	defer end()
	for {
		select {
		case path := <-l.visits:
			if path == "/done" {
				return visits, nil
			}
			visits = append(visits, path)
		case err := <-ended:
			ended <- err
			return nil, fmt.Errorf("the browser ended: %w", firstOf(err, os.ErrProcessDone))
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// engineBrowser is the browser that comes with the engine of the window.
func engineBrowser() (string, error) {
	for _, pattern := range []string{"/usr/lib/*/webkit2gtk-4.1/MiniBrowser", "/usr/libexec/webkit2gtk-4.1/MiniBrowser"} {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return found[0], nil
		}
	}
	return "", errors.New("the engine's own browser, MiniBrowser, is not on this machine")
}

package peers

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Chromium is a real browser without a window. Somebody sits in front of it who
// does the same on every page: a script.
type Chromium struct {
	command *exec.Cmd
	profile string   // folder, removed by Close
	send    *os.File // closing it ends the browser
	receive *bufio.Reader
	log     *Log

	mu   sync.Mutex
	next int // of the commands
}

// RunChromium starts Chromium for a test, and stops it with the test.
func RunChromium(t testing.TB) *Chromium {
	t.Helper()
	browser, err := StartChromium()
	require(t, err)
	t.Cleanup(func() { closePeer(t, browser.Close) })
	return browser
}

// StartChromium starts the browser, with a profile of its own. It takes every
// certificate, and finds nothing but this machine.
func StartChromium() (*Chromium, error) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	c := &Chromium{log: newLog()}
	if c.profile, err = os.MkdirTemp("", "patchbay-peer-"); err != nil {
		return nil, err
	}
	if err := c.run(program); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.profile))
	}
	return c, nil
}

// run speaks to the browser through a pipe in each direction. When this process
// dies, the browser reads the end of it and ends, too.
func (c *Chromium) run(program string) error {
	itReads, send, err := os.Pipe()
	if err != nil {
		return err
	}
	receive, itWrites, err := os.Pipe()
	if err != nil {
		return errors.Join(err, itReads.Close(), send.Close())
	}
	c.send, c.receive = send, bufio.NewReaderSize(receive, 64<<10)
	c.command = exec.Command(program, chromiumFlags(c.profile)...)
	c.command.ExtraFiles = []*os.File{itReads, itWrites} // descriptors 3 and 4
	c.command.Stdout, c.command.Stderr = c.log, c.log
	err = c.command.Start()
	_ = itReads.Close()
	_ = itWrites.Close()
	if err != nil {
		return errors.Join(err, send.Close(), receive.Close())
	}
	return nil
}

func chromiumFlags(profile string) []string {
	return []string{
		"--headless=new", "--remote-debugging-pipe", "--user-data-dir=" + profile,
		"--no-sandbox", // root has none
		"--ignore-certificate-errors",
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE ::1",
		"--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
	}
}

// Visit opens an address in a new tab. On every page that the tab comes to, the
// script runs when the page has been read; it sees window and document.
func (c *Chromium) Visit(address, script string) error {
	var target struct {
		TargetID string `json:"targetId"`
	}
	// Each visit is by somebody else: cookies are not shared.
	var person struct {
		ID string `json:"browserContextId"`
	}
	if err := c.call("", "Target.createBrowserContext", nil, &person); err != nil {
		return err
	}
	if err := c.call("", "Target.createTarget", map[string]any{"url": "about:blank", "browserContextId": person.ID}, &target); err != nil {
		return err
	}
	var session struct {
		ID string `json:"sessionId"`
	}
	if err := c.call("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session); err != nil {
		return err
	}
	if err := c.call(session.ID, "Page.enable", nil, nil); err != nil {
		return err
	}
	source := "addEventListener('DOMContentLoaded', () => {\n" + script + "\n})"
	if err := c.call(session.ID, "Page.addScriptToEvaluateOnNewDocument", map[string]any{"source": source}, nil); err != nil {
		return err
	}
	var visit struct {
		Failure string `json:"errorText"`
	}
	if err := c.call(session.ID, "Page.navigate", map[string]any{"url": address}, &visit); err != nil {
		return err
	}
	if visit.Failure != "" {
		return fmt.Errorf("the browser did not come to %s: %s", address, visit.Failure)
	}
	return nil
}

// call makes one command of the DevTools protocol and reads its answer, past
// the events that come before it.
func (c *Chromium) call(session, method string, parameters, result any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next++
	message := map[string]any{"id": c.next, "method": method}
	if parameters != nil {
		message["params"] = parameters
	}
	if session != "" {
		message["sessionId"] = session
	}
	encoded, err := json.Marshal(message)
	if err != nil {
		return err
	}
	if _, err := c.send.Write(append(encoded, 0)); err != nil {
		return fmt.Errorf("%s: %w; its log:\n%s", method, err, c.log)
	}
	for {
		raw, err := c.receive.ReadBytes(0)
		if err != nil {
			return fmt.Errorf("%s: %w; its log:\n%s", method, err, c.log)
		}
		answered, err := answerTo(c.next, strings.TrimSuffix(string(raw), "\x00"), result)
		if answered || err != nil {
			return err
		}
	}
}

// answerTo reads a message when it is the answer to this command.
func answerTo(id int, message string, result any) (bool, error) {
	var answer struct {
		ID     int             `json:"id"`
		Result json.RawMessage `json:"result"`
		Error  *struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if err := json.Unmarshal([]byte(message), &answer); err != nil {
		return false, err
	}
	switch {
	case answer.ID != id:
		return false, nil
	case answer.Error != nil:
		return true, errors.New(answer.Error.Message)
	case result == nil:
		return true, nil
	}
	return true, json.Unmarshal(answer.Result, result)
}

// Close ends the browser and removes its profile.
func (c *Chromium) Close() error {
	_ = c.send.Close()
	_ = c.command.Wait() // it says nothing that matters any more
	return os.RemoveAll(c.profile)
}

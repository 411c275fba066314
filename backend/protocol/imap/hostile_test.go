package imap_test

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

// most is what a hostile server may cost: everything that is allocated during
// the proof counts, not only what is held at once.
const most = 48 << 20

// flood sends chunk until the client has had enough.
func flood(p *script.Peer, chunk []byte) {
	for {
		if _, err := p.Conn.Write(chunk); err != nil {
			return
		}
	}
}

// at plays a good server until a verb comes, which script answers.
func at(verb string, play func(p *script.Peer, tag string)) func(*script.Peer) {
	return func(p *script.Peer) {
		b := behaviour{}
		p.Send("* OK ready")
		for {
			line, ok := p.Next()
			if !ok {
				return
			}
			tag, command, _ := strings.Cut(line, " ")
			word, rest, _ := strings.Cut(command, " ")
			if word == verb {
				play(p, tag)
				return
			}
			if !b.answer(p, tag, word, rest) {
				return
			}
		}
	}
}

func TestHostileServersCostLittle(t *testing.T) {
	long := bytes.Repeat([]byte("a"), 64<<10)
	folder := bytes.Repeat([]byte("* LIST () \"/\" Folder\r\n"), 1<<10)
	capability := bytes.Repeat([]byte(" X-NOBODY-KNOWS-THIS"), 1<<10)
	tests := []struct {
		name         string
		script       func(*script.Peer)
		step         string
		code, reason string
	}{
		{"an endless greeting", func(p *script.Peer) { flood(p, long) }, "greeting", imap.CodeLimitExceeded, "line_too_long"},
		{"empty lines", func(p *script.Peer) { flood(p, bytes.Repeat([]byte("\r\n"), 1<<10)) }, "greeting", imap.CodeProtocolViolation, "not_imap"},
		{"NUL bytes", func(p *script.Peer) { flood(p, append(bytes.Repeat([]byte{0}, 100), "\r\n"...)) }, "greeting", imap.CodeProtocolViolation, "not_imap"},
		{"an endless capability", at("CAPABILITY", func(p *script.Peer, _ string) { p.Send("* CAPABILITY IMAP4rev1"); flood(p, capability) }), "capability", imap.CodeLimitExceeded, "line_too_long"},
		{"a literal of 200 MiB", at("LIST", func(p *script.Peer, _ string) { p.Send(`* LIST () "/" {209715200}`); p.Wait() }), "folders", imap.CodeLimitExceeded, "literal_too_long"},
		{"a literal of 2^70 bytes", at("LIST", func(p *script.Peer, _ string) { p.Send(`* LIST () "/" {1180591620717411303424}`); p.Wait() }), "folders", imap.CodeLimitExceeded, "literal_too_long"},
		{"literals without end", at("LIST", func(p *script.Peer, _ string) {
			flood(p, append([]byte("* LIST () \"/\" {65536}\r\n"), append(long, "\r\n"...)...))
		}), "folders", imap.CodeLimitExceeded, "too_much_data"},
		{"folders without end", at("LIST", func(p *script.Peer, _ string) { flood(p, folder) }), "folders", imap.CodeLimitExceeded, "too_much_data"},
		{"nested lists", at("LIST", func(p *script.Peer, _ string) {
			flood(p, append([]byte("* LIST "), bytes.Repeat([]byte("("), 60<<10)...))
		}), "folders", imap.CodeLimitExceeded, "line_too_long"},
		{"words nobody knows", at("LIST", func(p *script.Peer, _ string) { flood(p, bytes.Repeat([]byte("* XANADU 1\r\n"), 1<<10)) }), "folders", imap.CodeLimitExceeded, "too_much_data"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := settings(script.Serve(t, tt.script), account.SecurityNone, script.Authority{})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			report := imap.Prove(t.Context(), imap.Request{Settings: set, Secrets: secrets()})
			runtime.ReadMemStats(&after)
			if cost := after.TotalAlloc - before.TotalAlloc; cost > most {
				t.Errorf("it cost %d MiB", cost>>20)
			}
			f := findingAt(t, report, tt.step)
			if f.Code != tt.code || f.Reason != tt.reason {
				t.Errorf("got %s (%s)", f.Code, f.Reason)
			}
			size := 0
			for _, l := range report.Transcript {
				size += len(l.Text)
			}
			if size > proof.MaxTranscript {
				t.Errorf("a transcript of %d bytes", size)
			}
		})
	}
}

// TestOddServersPass: what is odd and harmless changes nothing.
func TestOddServersPass(t *testing.T) {
	for name, b := range map[string]behaviour{
		"unknown untagged responses": {replies: map[string]string{"EXAMINE": "* XANADU (1 2)\r\n* 17 FROBNICATE\r\n* OK [X-UNKNOWN y] z\r\nTAG OK done"}},
		"ID with NIL":                {replies: map[string]string{"ID": "* ID NIL\r\nTAG OK done"}},
		"ID refused":                 {replies: map[string]string{"ID": "TAG BAD never heard of it"}},
		"STATUS refused":             {replies: map[string]string{"STATUS": "TAG NO not for you"}},
		"bytes that are not UTF-8":   {replies: map[string]string{"EXAMINE": "* OK \xff\xfe\r\nTAG OK \xc3"}},
		"a NUL in a text":            {replies: map[string]string{"EXAMINE": "* OK a\x00b\r\nTAG OK done"}},
		"lines ended by LF":          {replies: map[string]string{"EXAMINE": "* 3 EXISTS\nTAG OK done"}},
		"braces at the end":          {replies: map[string]string{"EXAMINE": "* OK see {12}\r\nTAG OK done {5}"}},
		"folders that cannot be read": {list: []string{
			"* LIST", "* LIST (", `* LIST () "/"`, `* LIST () "/" "unended`, `* LIST (((()))) "/" a b (c`, "* LIST () \"/\" {3}", `\x`, `* LIST () NIL INBOX`,
		}},
		"lower case":         {greeting: "* ok [capability imap4rev1 auth=plain] hi"},
		"a literal as name":  {list: []string{"* LIST () \"/\" {5}", "INBOX", "* LIST () \"/\" {2}\r\na\r  (\"X\" (\"Y\"))"}},
		"extended items":     {list: []string{`* LIST () "/" INBOX ("CHILDINFO" ("SUBSCRIBED"))`}},
		"no farewell":        {replies: map[string]string{"LOGOUT": "TAG OK bye"}},
		"another tag's case": {replies: map[string]string{"EXAMINE": "TAG ok done"}},
	} {
		t.Run(name, func(t *testing.T) {
			report := proveClear(t, b)
			if report.Verdict != proof.Passed {
				t.Error(golden.JSON(t, report))
			}
		})
	}
}

// TestAnswersThatWereNotAskedFor must not be taken for those that will be.
func TestAnswersThatWereNotAskedFor(t *testing.T) {
	for name, tt := range map[string]struct {
		b            behaviour
		step, reason string
	}{
		"an answer to the next question": {behaviour{greeting: "* OK ready\r\nP1 OK done"}, "capability", "unsolicited"},
		"an answer to no question":       {behaviour{replies: map[string]string{"EXAMINE": "X9 OK done"}}, "examine", "unknown_tag"},
		"a request to go on":             {behaviour{replies: map[string]string{"EXAMINE": "+ go on"}}, "examine", "continuation"},
		"a request behind LOGIN":         {behaviour{caps: "IMAP4rev1", replies: map[string]string{"LOGIN": "+ go on"}}, "authenticate", "continuation"},
		"no word on what it can do":      {behaviour{replies: map[string]string{"CAPABILITY": "TAG OK done"}}, "capability", "no_capabilities"},
	} {
		t.Run(name, func(t *testing.T) {
			f := findingAt(t, proveClear(t, tt.b), tt.step)
			if f.Code != imap.CodeProtocolViolation || f.Reason != tt.reason {
				t.Errorf("got %s (%s)", f.Code, f.Reason)
			}
		})
	}
}

// TestSlowServerMeetsTheDeadline sends a byte whenever the client has had time
// to read the last one; the deadline of a step does not move.
func TestSlowServerMeetsTheDeadline(t *testing.T) {
	s := script.Serve(t, at("EXAMINE", func(p *script.Peer, _ string) {
		for {
			if _, err := io.WriteString(p.Conn, "*"); err != nil {
				return
			}
			runtime.Gosched()
		}
	}))
	set := settings(s, account.SecurityNone, script.Authority{})
	set.TimeoutSeconds = 1
	f := findingAt(t, prove(t, set), "examine")
	if f.Code != "net.timeout" && f.Reason != "line_too_long" {
		t.Errorf("got %s (%s)", f.Code, f.Reason)
	}
}

package smtp_test

import (
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

type readReply struct {
	code     int
	enhanced string
	lines    []string
}

func TestReadReply(t *testing.T) {
	tests := []struct {
		name, in string
		want     readReply
	}{
		{"one line", "250 ok\r\n", readReply{250, "", []string{"ok"}}},
		{"no text", "250\r\n", readReply{250, "", []string{""}}},
		{"line feed only", "250 ok\n", readReply{250, "", []string{"ok"}}},
		{"several", "250-a\r\n250-\r\n250 b\r\n", readReply{250, "", []string{"a", "", "b"}}},
		{"enhanced", "535 5.7.8 no\r\n", readReply{535, "5.7.8", []string{"no"}}},
		{"enhanced alone", "250 2.0.0\r\n", readReply{250, "2.0.0", []string{""}}},
		{"enhanced on every line", "535-5.7.8 a\r\n535 5.7.8  b\r\n", readReply{535, "5.7.8", []string{"a", " b"}}},
		{"enhanced of another class", "250 5.7.8 no\r\n", readReply{250, "", []string{"5.7.8 no"}}},
		{"an address", "220 2.0.0.1 hi\r\n", readReply{220, "", []string{"2.0.0.1 hi"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rec := proof.NewRecorder(proof.Report{}, nil, nil)
			code, enhanced, lines, err := smtp.ReadReply(iotest.OneByteReader(strings.NewReader(tt.in)), rec)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, readReply{code, enhanced, lines}, cmp.AllowUnexported(readReply{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadReplyRefuses(t *testing.T) {
	for _, in := range []string{"", "25", "25\r\n", "2x0 a\r\n", "250_a\r\n", "150 a\r\n", "600 a\r\n", "\r\n", "+250 a\r\n", "-50 a\r\n", "250-a\r\n", "250-a\r\n251 b\r\n"} {
		if code, _, lines, err := smtp.ReadReply(strings.NewReader(in), proof.NewRecorder(proof.Report{}, nil, nil)); err == nil {
			t.Errorf("%q was read as %d %q", in, code, lines)
		}
	}
}

func FuzzReadReply(f *testing.F) {
	for _, seed := range []string{"220 hi\r\n", "250-a\r\n250 b\r\n", "535-5.7.8 a\r\n535 5.7.8 b\r\n", "250-\x00\xff\n", "* OK\r\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		rec := proof.NewRecorder(proof.Report{}, nil, nil)
		code, enhanced, lines, err := smtp.ReadReply(strings.NewReader(string(in)), rec)
		if err != nil {
			return
		}
		if code < 200 || code > 599 || len(lines) == 0 || len(lines) > smtp.MaxReplyLines {
			t.Fatalf("%d, %d lines", code, len(lines))
		}
		if enhanced != "" && !strings.HasPrefix(enhanced, strconv.Itoa(code/100)+".") {
			t.Fatalf("%s in a reply %d", enhanced, code)
		}
		for _, line := range lines {
			if strings.Contains(line, "\n") {
				t.Fatalf("a line break inside a line: %q", line)
			}
		}
	})
}

package imap_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
)

// sent is the message that the heads below are of.
func sent() imap.Sent {
	return imap.Sent{
		MessageID: "<abc@example.com>", Subject: "Test message from Patchbay abc",
		From: "ops@example.com", To: "inbox@example.net",
	}
}

// gmailHead is how Gmail delivers a message of Amazon SES.
const gmailHead = "Return-Path: <0102-bounce@eu-west-1.amazonses.com>\r\n" +
	"Received: from a7-19.smtp-out.eu-west-1.amazonses.com (a7-19.smtp-out.eu-west-1.amazonses.com. [192.0.2.19])\r\n" +
	"        by mx.google.com with ESMTPS id x1 for <inbox@example.net>\r\n" +
	"        (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 bits=128/128);\r\n" +
	"        Sun, 22 Nov 2026 00:00:05 -0800 (PST)\r\n" +
	"Received: by 2002:a05:6000:1 with SMTP id y2; Sun, 22 Nov 2026 00:00:04 -0800 (PST)\r\n" +
	"Authentication-Results: mx.google.com;\r\n" +
	"       dkim=pass header.i=@example.com header.s=s1 header.b=ab/c;\r\n" +
	"       dkim=fail (signature did not verify; body hash) header.i=@amazonses.com;\r\n" +
	"       spf=softfail (google.com: domain of transitioning 0102-bounce@eu-west-1.amazonses.com) smtp.mailfrom=0102-bounce@eu-west-1.amazonses.com;\r\n" +
	"       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.com\r\n" +
	"Authentication-Results: relay.example.com; spf=fail smtp.mailfrom=x@example.com\r\n" +
	"From: =?utf-8?q?Op=C3=A9rations?= <OPS@example.com>\r\n" +
	"Subject: =?utf-8?q?Test_message_from_Patchbay_abc?=\r\n" +
	"Message-ID: <0102@eu-west-1.amazonses.com>\r\n\r\n"

func TestArrivalAtGmail(t *testing.T) {
	a := imap.ReadArrival([]byte(gmailHead), sent())
	at := func(second int) *time.Time {
		moment := time.Date(2026, 11, 22, 8, 0, second, 0, time.UTC)
		return &moment
	}
	want := proof.Arrival{
		Subject: "Test message from Patchbay abc", From: "Opérations <OPS@example.com>", SentFrom: "ops@example.com",
		ReturnPath: "0102-bounce@eu-west-1.amazonses.com",
		Results: []proof.AuthResult{
			{Server: "mx.google.com", Method: "dkim", Result: "pass", Detail: "@example.com"},
			{Server: "mx.google.com", Method: "dkim", Result: "fail", Detail: "@amazonses.com"},
			{Server: "mx.google.com", Method: "spf", Result: "softfail", Detail: "0102-bounce@eu-west-1.amazonses.com"},
			{Server: "mx.google.com", Method: "dmarc", Result: "pass", Detail: "example.com"},
			{Server: "relay.example.com", Method: "spf", Result: "fail", Detail: "said on the way, not by the receiving server; x@example.com"},
		},
		Hops: []proof.Hop{
			{By: "2002:a05:6000:1", With: "SMTP", At: at(4)},
			{From: "a7-19.smtp-out.eu-west-1.amazonses.com", By: "mx.google.com", With: "ESMTPS", Encrypted: true, TLS: "TLS 1.3, TLS_AES_128_GCM_SHA256", At: at(5)},
		},
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Error(diff)
	}
}

func TestHops(t *testing.T) {
	tests := map[string]struct {
		line string
		want proof.Hop
	}{
		"Postfix": {
			"from client.example.com (unknown [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519) (No client certificate requested) by mail.example.com (Postfix) with ESMTPSA id 4F for <a@example.com>; nonsense",
			proof.Hop{From: "client.example.com", By: "mail.example.com", With: "ESMTPSA", Encrypted: true, TLS: "TLS 1.3, TLS_AES_256_GCM_SHA384"},
		},
		"Exim":          {"from [192.0.2.1] (helo=x) by mail.example.com with esmtps (TLS1.2) tls TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (Exim 4.97) id 1", proof.Hop{From: "[192.0.2.1]", By: "mail.example.com", With: "esmtps", Encrypted: true, TLS: "TLS 1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}},
		"Microsoft":     {"from A.prod.outlook.com (2603::1) by B.prod.outlook.com (2603::2) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20", proof.Hop{From: "A.prod.outlook.com", By: "B.prod.outlook.com", With: "Microsoft", Encrypted: true, TLS: "TLS 1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"}},
		"in clear":      {"from a by b with ESMTP id 1", proof.Hop{From: "a", By: "b", With: "ESMTP"}},
		"by name alone": {"from a by b with ESMTPS", proof.Hop{From: "a", By: "b", With: "ESMTPS", Encrypted: true}},
		"STARTTLS word": {"from a (no TLS here) by b with SMTP", proof.Hop{From: "a", By: "b", With: "SMTP"}},
		"never closed":  {"from a (( by b with", proof.Hop{From: "a"}},
		"nothing":       {"", proof.Hop{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := imap.ReadArrival([]byte("Received: "+tt.line+"\r\n"), sent())
			if diff := cmp.Diff([]proof.Hop{tt.want}, a.Hops); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestMicrosoftNamesNobody: Exchange Online leaves out who judged.
func TestMicrosoftNamesNobody(t *testing.T) {
	a := imap.ReadArrival([]byte("Authentication-Results: spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=example.com; dkim=none (message not signed)\r\n header.d=none;dmarc=bestguesspass action=none\r\n header.from=example.com;compauth=pass reason=109\r\n"), sent())
	want := []proof.AuthResult{
		{Method: "spf", Result: "pass", Detail: "example.com"},
		{Method: "dkim", Result: "none", Detail: "none"},
		{Method: "dmarc", Result: "bestguesspass", Detail: "example.com"},
		{Method: "compauth", Result: "pass"},
	}
	if diff := cmp.Diff(want, a.Results); diff != "" {
		t.Error(diff)
	}
}

func TestFromRewritten(t *testing.T) {
	for value, rewritten := range map[string]bool{
		"ops@example.com":                               false,
		"Ops <OPS@EXAMPLE.COM>":                         false,
		`"ops@example.com via List" <list@example.org>`: true,
		"other@example.com":                             true,
		"":                                              true,
		"=?utf-8?q?ops?= ops@example.com":               false, // nobody can parse it, and it is there
	} {
		a := imap.ReadArrival([]byte("From: "+value+"\r\n"), sent())
		if a.FromRewritten != rewritten {
			t.Errorf("%q: rewritten %v", value, a.FromRewritten)
		}
	}
	s := sent()
	s.From = "ops@bücher.example"
	if a := imap.ReadArrival([]byte("From: ops@xn--bcher-kva.example\r\n"), s); a.FromRewritten {
		t.Error("another spelling of the domain is no other domain")
	}
}

func TestJudgeArrival(t *testing.T) {
	result := func(method, value string) proof.AuthResult {
		return proof.AuthResult{Server: "mx.example.net", Method: method, Result: value}
	}
	tests := map[string]struct {
		arrival proof.Arrival
		want    []string
	}{
		"all is well":          {proof.Arrival{Role: proof.RoleInbox, Results: []proof.AuthResult{result("spf", "pass"), result("dkim", "neutral")}}, nil},
		"one of two passes":    {proof.Arrival{Results: []proof.AuthResult{result("dkim", "fail"), result("dkim", "pass")}}, nil},
		"said on the way":      {proof.Arrival{Results: []proof.AuthResult{{Method: "spf", Result: "fail", Detail: "said on the way, not by the receiving server"}}}, nil},
		"junk and authentic":   {proof.Arrival{Role: proof.RoleJunk, Folder: "Junk"}, []string{"smtp.in_junk"}},
		"everything is wrong":  {proof.Arrival{Role: proof.RoleJunk, Folder: "Junk", FromRewritten: true, Results: []proof.AuthResult{result("dmarc", "fail")}}, []string{"smtp.in_junk", "smtp.authentication_failed", "smtp.from_rewritten"}},
		"one on the way first": {proof.Arrival{Results: []proof.AuthResult{{Server: "relay", Method: "spf", Result: "pass", Detail: "said on the way, not by the receiving server"}, result("dkim", "fail")}}, []string{"smtp.authentication_failed"}},
		"SPF alone":            {proof.Arrival{Results: []proof.AuthResult{result("spf", "softfail")}}, []string{"smtp.authentication_failed"}},
		"DKIM of a wrong form": {proof.Arrival{Results: []proof.AuthResult{result("dkim", "permerror")}}, []string{"smtp.authentication_failed"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var codes []string
			for _, f := range imap.JudgeArrival(tt.arrival) {
				codes = append(codes, f.Code)
				checkWording(t, f)
				if strings.Contains(f.Cause, "relay") {
					t.Errorf("who is on the way has not judged: %s", f.Cause)
				}
			}
			if diff := cmp.Diff(tt.want, codes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFoldedLines go on with the line above them, which may be no field.
func TestFoldedLines(t *testing.T) {
	a := imap.ReadArrival([]byte(" stray\r\nSubject:\r\n\tone\r\n  two \r\n three\r\nno field\r\n with more\r\nFrom: ops@example.com\r\n"), sent())
	if diff := cmp.Diff([]string{"one two three", "ops@example.com"}, []string{a.Subject, a.From}); diff != "" {
		t.Error(diff)
	}
}

// TestManyFoldedLinesCostLittle: a value is not copied once for each of its lines.
func TestManyFoldedLinesCostLittle(t *testing.T) {
	head := []byte("Subject: x\r\n" + strings.Repeat(" x\r\n", 16<<10))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	a := imap.ReadArrival(head, sent())
	runtime.ReadMemStats(&after)
	if cost := after.TotalAlloc - before.TotalAlloc; cost > 8<<20 || !strings.HasPrefix(a.Subject, "x x") {
		t.Errorf("%d bytes for %d, subject %.10q", cost, len(head), a.Subject)
	}
}

// TestHugeHeads: what a head may cost is bounded, whatever stands in it.
func TestHugeHeads(t *testing.T) {
	long := strings.Repeat("x", 20<<10)
	head := "Subject: " + long + "\r\nFrom: <" + long + "@example.org>\r\nReturn-Path: <" + long + ">\r\n" +
		strings.Repeat("Received: from "+long[:300]+" by "+long[:300]+" with ESMTPS (TLS1.3 cipher="+long[:300]+")\r\n", 100) +
		strings.Repeat("Authentication-Results: "+long[:300]+"; "+long[:300]+"="+long[:300]+"; spf=fail smtp.mailfrom="+long[:300]+"\r\n", 100)
	a := imap.ReadArrival([]byte(head), sent())
	if len(a.Hops) == 0 || len(a.Results) == 0 || !a.FromRewritten {
		t.Fatalf("the head was not read: %d hops, %d results", len(a.Hops), len(a.Results))
	}
	checkBounded(t, a)
	for _, f := range imap.JudgeArrival(a) {
		if len(f.Cause) > 4<<10 {
			t.Errorf("%s has %d bytes to say", f.Code, len(f.Cause))
		}
	}
}

func checkBounded(t *testing.T, a proof.Arrival) {
	t.Helper()
	const most = 1<<10 + len("…")
	texts := []string{a.Subject, a.From, a.ReturnPath}
	for _, h := range a.Hops {
		texts = append(texts, h.From, h.By, h.With, h.TLS)
	}
	for _, r := range a.Results {
		texts = append(texts, r.Server, r.Method, r.Result, r.Detail)
	}
	for _, text := range texts {
		if len(text) > most {
			t.Errorf("a text of %d bytes is kept", len(text))
		}
	}
}

func FuzzReadArrival(f *testing.F) {
	f.Add([]byte(gmailHead))
	f.Add([]byte("Authentication-Results: a; (((;\"\\"))
	f.Add([]byte("Received: " + strings.Repeat("(", 1000) + "; ;\r\n\t by"))
	f.Fuzz(func(t *testing.T, head []byte) {
		a := imap.ReadArrival(head, sent())
		if len(a.Hops) > 50 || len(a.Results) > 50 {
			t.Errorf("%d hops, %d results", len(a.Hops), len(a.Results))
		}
		for _, hop := range a.Hops {
			if hop.TLS != "" && !hop.Encrypted {
				t.Errorf("%+v", hop)
			}
		}
		checkBounded(t, a)
		imap.JudgeArrival(a)
	})
}

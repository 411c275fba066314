package workbench_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/operator"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

const (
	adasPassword = "correct horse battery staple"
	edsPassword  = "seven purple lanterns drift north"
)

// house is a vault of the owner Ada, who is at work, and the editor Ed, with all
// that was told outside of it.
type house struct {
	*workbench.Workbench
	dir, ed string

	mu   sync.Mutex // of told
	told bytes.Buffer
}

func (h *house) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.told.Write(b)
}

func (h *house) tell(things ...any) {
	for _, thing := range things {
		doc, err := json.Marshal(thing)
		_, _ = fmt.Fprintf(h, "%s %v %+v\n", doc, err, thing)
	}
}

func newHouse(t *testing.T, edsAddress string) *house {
	t.Helper()
	h := &house{dir: filepath.Join(t.TempDir(), "acme")}
	cost := kdf.ForTests()
	h.Workbench = workbench.Open(workbench.Options{
		Dir: h.dir, Version: "test", Cost: &cost, Log: slog.New(slog.NewJSONHandler(h, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	t.Cleanup(func() { _ = h.Close() })
	h.Events.Subscribe(func(e event.Event) { h.tell(e) })
	createVault(t, h.Workbench)
	first := secret.FromString("eleven quiet herons by the weir")
	ed, err := h.Operators.Add(t.Context(), operator.NewOperator{
		Name: "Ed", Email: edsAddress, Role: operator.Editor, Password: first, Confirm: first,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.ed = ed.ID
	h.unlock(t, "Ed", string(first.Reveal()))
	if err := h.choose(t, string(first.Reveal()), edsPassword); err != nil {
		t.Fatal(err)
	}
	h.unlock(t, "Ada", adasPassword)
	return h
}

func (h *house) enter(t *testing.T, name, password string) (operator.Operator, error) {
	t.Helper()
	if err := h.Operators.Lock(); err != nil {
		t.Fatal(err)
	}
	who, err := h.Operators.Unlock(t.Context(), name, secret.FromString(password))
	h.tell(who, fault.Of(err))
	return who, err
}

func (h *house) unlock(t *testing.T, name, password string) {
	t.Helper()
	if _, err := h.enter(t, name, password); err != nil {
		t.Fatalf("unlock as %s: %v", name, err)
	}
}

func (h *house) choose(t *testing.T, current, next string) error {
	t.Helper()
	return h.Operators.ChangePassword(t.Context(), operator.PasswordChange{
		Current: secret.FromString(current), Next: secret.FromString(next), Confirm: secret.FromString(next),
	})
}

func (h *house) gateway(t *testing.T, d gateway.Draft) {
	t.Helper()
	if _, err := h.Gateway.Save(t.Context(), d); err != nil {
		t.Fatal(err, fault.Of(err).Fields)
	}
}

// slot is Ed's slot as it lies in the header's file, byte for byte.
func (h *house) slot(t *testing.T) string {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(h.dir, "header.a"))
	if err != nil {
		t.Fatal(err)
	}
	var header struct {
		Operators []json.RawMessage `json:"operators"`
	}
	const front = 16 // magic, format and length
	if err := json.NewDecoder(bytes.NewReader(file[front:])).Decode(&header); err != nil {
		t.Fatal(err)
	}
	for _, slot := range header.Operators {
		if bytes.Contains(slot, []byte(h.ed)) {
			return string(slot)
		}
	}
	t.Fatal("he has no slot")
	return ""
}

// journal is the newest entry without what differs from run to run.
func (h *house) newest(t *testing.T) audit.Entry {
	t.Helper()
	page, err := h.Audit.Find(t.Context(), audit.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	h.tell(page.Entries)
	e := page.Entries[0]
	e.Sequence, e.At = 0, time.Time{}
	return e
}

// rehearsedGateway is one that reaches a rehearsal server with a fault.
func rehearsedGateway(t *testing.T, faultName string) (gateway.Draft, *smtpd.Server) {
	t.Helper()
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	if err := server.SetFault(faultName); err != nil {
		t.Fatal(err)
	}
	endpoint := server.Endpoints()[1]
	if endpoint.Security != string(smtp.SecurityImplicitTLS) {
		t.Fatal("the second port has another security")
	}
	return gateway.Draft{
		Settings: gateway.Settings{
			Enabled: true, Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), From: server.User(), SenderName: "IT",
			CAPEM: server.CAPEM(),
		},
		Password: set(string(server.Password().Reveal())),
	}, server
}

// plain is a gateway that reaches a server in clear text, which does with the
// message what it is told.
func plain(t *testing.T, after func(p *script.Peer, message string)) gateway.Draft {
	t.Helper()
	server := script.Serve(t, func(p *script.Peer) {
		p.Send("220 mail.test ESMTP")
		for line, ok := p.Next(); ok; line, ok = p.Next() {
			switch verb, _, _ := strings.Cut(line, " "); verb {
			case "EHLO":
				p.Send("250-mail.test", "250 AUTH PLAIN")
			case "AUTH":
				p.Send("235 2.7.0 accepted")
			case "DATA":
				p.Send("354 go ahead")
				var message strings.Builder
				for line, ok = p.Next(); ok && line != "."; line, ok = p.Next() {
					message.WriteString(line + "\n")
				}
				after(p, message.String())
				return
			default:
				p.Send("250 2.0.0 fine")
			}
		}
	})
	return gateway.Draft{
		Settings: gateway.Settings{
			Enabled: true, Host: "127.0.0.1", Port: server.Port(), From: "it@example.com", SenderName: "IT", Security: gateway.None,
		},
		Password: set("an authorization code"),
	}
}

// passwordIn finds the password in a mail as it lies in a mailbox.
func passwordIn(t *testing.T, mail string) string {
	t.Helper()
	text := strings.NewReplacer("=\r\n", "", "=\n", "").Replace(mail)
	found := regexp.MustCompile(`[a-z2-9]{4}(-[a-z2-9]{4}){6}`).FindString(text)
	if found == "" {
		t.Fatal("the mail holds no password")
	}
	return found
}

func TestAFailingMailLeavesEverythingAsItWas(t *testing.T) {
	faults := func(name string) func(*testing.T) gateway.Draft {
		return func(t *testing.T) gateway.Draft { d, _ := rehearsedGateway(t, name); return d }
	}
	tests := map[string]struct {
		draft func(*testing.T) gateway.Draft
		code  string
	}{
		"refused sender":         {faults("sender-not-owned"), gateway.CodeRefused},
		"refused recipient":      {faults("recipient-unknown"), gateway.CodeRefused},
		"refused for now":        {faults("greylisted"), gateway.CodeRefusedForNow},
		"refused message":        {faults("message-refused"), gateway.CodeRefused},
		"rejected code":          {faults("password-refused"), gateway.CodeNotSent},
		"expired certificate":    {faults("certificate-expired"), gateway.CodeNotSent},
		"certificate of another": {faults("certificate-wrong-name"), gateway.CodeNotSent},
		"lost after the greeting": {
			faults("closes-after-greeting"), gateway.CodeNotSent,
		},
		"taken without a word": {faults("closes-after-data"), gateway.CodeUnknown},
		"lost after the data": {func(t *testing.T) gateway.Draft {
			return plain(t, func(*script.Peer, string) {})
		}, gateway.CodeUnknown},
		"unreachable": {func(t *testing.T) gateway.Draft {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			d := plain(t, nil)
			_, d.Settings.Port, _ = net.SplitHostPort(listener.Addr().String())
			_ = listener.Close()
			return d
		}, gateway.CodeNotSent},
		"switched off": {func(t *testing.T) gateway.Draft {
			d := plain(t, nil)
			d.Settings.Enabled = false
			return d
		}, gateway.CodeDisabled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, "ed@example.com")
			h.gateway(t, tt.draft(t))
			slot, member := h.slot(t), find(t, h)
			_, err := h.ResetPassword(t.Context(), h.ed)
			if got := fault.Of(err); got.Code != tt.code || got.Hint == "" || got.Kind == fault.Internal {
				t.Errorf("it says %s %s: %q", got.Code, got.Kind, got.Message)
			}
			if h.slot(t) != slot {
				t.Error("his slot has changed")
			}
			if diff := cmp.Diff(member, find(t, h)); diff != "" {
				t.Errorf("his record has changed: %s", diff)
			}
			want := audit.Entry{Operator: "Ada", Action: "operator.password_not_mailed", Subject: "Ed", Detail: "failed: " + tt.code}
			if diff := cmp.Diff(want, h.newest(t)); diff != "" {
				t.Errorf("the journal: %s", diff)
			}
			if who, err := h.enter(t, "Ed", edsPassword); err != nil || who.MustChange {
				t.Errorf("his old password: %+v %v", who, err)
			}
		})
	}
}

func find(t *testing.T, h *house) operator.Member {
	t.Helper()
	m, err := h.Operators.Find(t.Context(), "Ed")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSC25_AMailedPasswordIsNowhereButInTheMail goes through a reset with a server
// that loses the connection, one that repeats what it was sent, and one that takes
// the mail, through the password's use and its end, and looks for it in the vault's
// files, the journal, events, faults and the log.
func TestSC25_AMailedPasswordIsNowhereButInTheMail(t *testing.T) {
	h := newHouse(t, "ed@example.com")
	var mailed []string
	catch := func(answer string) func(p *script.Peer, message string) {
		return func(p *script.Peer, message string) {
			mailed = append(mailed, passwordIn(t, message))
			if answer != "" {
				p.Send(strings.ReplaceAll(answer, "PASSWORD", mailed[len(mailed)-1]))
			}
		}
	}
	for _, answer := range []string{"", "554 5.7.1 spam: PASSWORD", "451 4.7.1 later: PASSWORD", "250 2.0.0 taken: PASSWORD"} {
		stored, err := h.Gateway.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		d := plain(t, catch(answer))
		d.Revision = stored.Revision
		h.gateway(t, d)
		reset, err := h.ResetPassword(t.Context(), h.ed)
		h.tell(reset, fault.Of(err), find(t, h))
		if taken := strings.HasPrefix(answer, "250"); taken != (err == nil) {
			t.Fatalf("%q: %v", answer, err)
		}
	}
	if len(mailed) != 4 {
		t.Fatalf("%d mails", len(mailed))
	}
	for _, one := range mailed[:3] {
		if _, err := h.enter(t, "Ed", one); !fault.HasCode(err, vault.CodeWrongPassword) {
			t.Errorf("a password whose mail failed: %v", err)
		}
	}
	h.unlock(t, "Ed", mailed[3])
	h.tell(fault.Of(h.choose(t, mailed[3], "short")), fault.Of(h.choose(t, mailed[3], mailed[3])))
	if _, err := h.enter(t, "Ed", mailed[3]); !fault.HasCode(err, operator.CodeResetUsed) {
		t.Errorf("the second time: %v", err)
	}
	h.unlock(t, "Ada", adasPassword)
	h.newest(t)
	h.mu.Lock()
	said := bytes.Clone(h.told.Bytes())
	h.mu.Unlock()
	if !bytes.Contains(said, []byte("operator.password_mailed")) || !bytes.Contains(said, []byte("spam")) {
		t.Fatal("not all was told")
	}
	search(t, "what was told", said, mailed)
	searchFolder(t, h.dir, mailed)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	searchFolder(t, h.dir, mailed)
}

func searchFolder(t *testing.T, dir string, secrets []string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		search(t, entry.Name(), content, secrets)
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("searched %d files: %v", files, err)
	}
}

func search(t *testing.T, where string, content []byte, secrets []string) {
	t.Helper()
	for i, one := range secrets {
		for _, text := range []string{one, strings.ReplaceAll(one, "-", "")} {
			for encoding, form := range encodings(text) {
				if bytes.Contains(content, form) {
					t.Errorf("%s holds the password of mail %d in %s", where, i, encoding)
				}
			}
		}
	}
}

// encodings are the forms in which a secret might get out: as it is, base64 at each
// alignment, hexadecimal, URL encoding and UTF-16.
func encodings(text string) map[string][]byte {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	forms := map[string][]byte{
		"clear": []byte(text), "hexadecimal": []byte(hex.EncodeToString([]byte(text))),
		"URL": []byte(url.QueryEscape(text)), "UTF-16": wide,
	}
	for skip := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte(text)[skip:])
		forms["base64 at "+strconv.Itoa(skip)] = []byte(encoded[:len(encoded)-4])
	}
	return forms
}

package sealedfile_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"patchbay/backend/fault"
	"patchbay/backend/sealedfile"
	"patchbay/backend/secret"
)

const passphrase = "correct horse battery staple"

func TestSealedFileOpensWithAnyProgramOfTheFormat(t *testing.T) {
	plain := bytes.Repeat([]byte("mailbox,password\n"), 10_000)
	sealed, err := sealedfile.Seal(plain, secret.FromString(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("mailbox")) || !sealedfile.Is(sealed) {
		t.Fatal("it is not sealed")
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(sealed)), identity)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("age reads something else: %v", err)
	}
	if got, err := sealedfile.Open(sealed, secret.FromString(passphrase)); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("Open returns something else: %v", err)
	}
}

func TestSealRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		plain      []byte
		passphrase string
		code       string
	}{
		"no passphrase":      {nil, "", sealedfile.CodeWeakPassphrase},
		"a short passphrase": {nil, "elevenchars", sealedfile.CodeWeakPassphrase},
		"letters of several bytes are one character": {nil, "äöüäöüäöüäö", sealedfile.CodeWeakPassphrase},
		"bytes that are no text":                     {nil, strings.Repeat("\xff", 20), sealedfile.CodeWeakPassphrase},
		"too much":                                   {make([]byte, sealedfile.MaxSize+1), passphrase, sealedfile.CodeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := sealedfile.Seal(c.plain, secret.FromString(c.passphrase))
			if !fault.HasCode(err, c.code) {
				t.Errorf("the error is %v, want %s", err, c.code)
			}
			if c.passphrase != "" && strings.Contains(err.Error(), c.passphrase) {
				t.Error("the fault tells the passphrase")
			}
		})
	}
}

// sealCheaply seals with the library, at a cost that tests can afford.
func sealCheaply(t testing.TB, plain string, armored bool) []byte {
	t.Helper()
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(4)
	return encrypt(t, plain, armored, recipient)
}

func encrypt(t testing.TB, plain string, armored bool, recipient age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	var to io.WriteCloser = nopCloser{&out}
	if armored {
		to = armor.NewWriter(&out)
	}
	w, err := age.Encrypt(to, recipient)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func TestOpen(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	sealed, costly := sealCheaply(t, "hello", false), sealCheaply(t, "hello", false)
	costly = bytes.Replace(costly, []byte(" 4\n"), []byte(" 21\n"), 1)
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for name, c := range map[string]struct {
		sealed     []byte
		passphrase string
		code       string // "" opens
	}{
		"the binary form":        {sealed, passphrase, ""},
		"the text form":          {sealCheaply(t, "hello", true), passphrase, ""},
		"another passphrase":     {sealed, passphrase + "!", sealedfile.CodeWrongPassphrase},
		"no passphrase":          {sealed, "", sealedfile.CodeWrongPassphrase},
		"a changed bit":          {flipped, passphrase, sealedfile.CodeDamaged},
		"the end is missing":     {sealed[:len(sealed)-3], passphrase, sealedfile.CodeDamaged},
		"the header alone":       {sealed[:40], passphrase, sealedfile.CodeDamaged},
		"a text form cut short":  {sealCheaply(t, "hello", true)[:120], passphrase, sealedfile.CodeDamaged},
		"a key in its place":     {encrypt(t, "hello", false, key.Recipient()), passphrase, sealedfile.CodeOtherKey},
		"more work than allowed": {costly, passphrase, sealedfile.CodeTooCostly},
		"another file":           {[]byte("mailbox,host\n"), passphrase, sealedfile.CodeNotSealed},
		"nothing":                {nil, passphrase, sealedfile.CodeNotSealed},
	} {
		t.Run(name, func(t *testing.T) {
			plain, err := sealedfile.Open(c.sealed, secret.FromString(c.passphrase))
			if c.code == "" {
				if err != nil || string(plain) != "hello" {
					t.Errorf("it opens as %q, %v", plain, err)
				}
				return
			}
			if !fault.HasCode(err, c.code) || plain != nil {
				t.Errorf("the error is %v, want %s", err, c.code)
			}
		})
	}
}

// TestOpenBoundsWhatASealedFileHolds: a file that somebody else made may hold
// more than is opened.
func TestOpenBoundsWhatASealedFileHolds(t *testing.T) {
	for over, code := range []string{"", sealedfile.CodeTooLarge} {
		sealed := sealCheaply(t, strings.Repeat("x", sealedfile.MaxSize+over), false)
		plain, err := sealedfile.Open(sealed, secret.FromString(passphrase))
		if code == "" && (err != nil || len(plain) != sealedfile.MaxSize) {
			t.Errorf("%d bytes are opened of %d: %v", len(plain), sealedfile.MaxSize, err)
		}
		if code != "" && (!fault.HasCode(err, code) || plain != nil) {
			t.Errorf("%d bytes over the bound: the error is %v, want %s", over, err, code)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sealCheaply(f, "hello", false))
	f.Add(sealCheaply(f, "hello", true))
	f.Add([]byte("age-encryption.org/v1\n-> scrypt AAAA 30\n"))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		if bytes.Contains(sealed, []byte(" 1")) || bytes.Contains(sealed, []byte(" 2")) {
			t.Skip("a high work factor takes seconds, as it should")
		}
		plain, err := sealedfile.Open(sealed, secret.FromString(passphrase))
		if err != nil && plain != nil {
			t.Error("something of a refused file is handed out")
		}
	})
}

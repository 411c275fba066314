package seal_test

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/chacha20poly1305"

	"patchbay/backend/vault/seal"
)

func sealer(generation uint64) *seal.Sealer {
	key, id := &seal.Key{1, 2, 3}, seal.VaultID{4, 5, 6}
	return &seal.Sealer{Keys: seal.Derive(key, id, generation), VaultID: id, Generation: generation}
}

func head() seal.Head {
	return seal.Head{Kind: "note", ID: "a", Form: 1, Revision: 7, ChangedAt: time.Unix(1700000000, 5).UTC()}
}

func TestRecordRoundTrip(t *testing.T) {
	for _, body := range []string{"", "{}", strings.Repeat("x", 100_000)} {
		name, value := sealer(1).Seal(head(), []byte(body))
		got, gotBody, err := sealer(1).Open(name, value)
		if err != nil || string(gotBody) != body {
			t.Fatalf("opened %d bytes: %v", len(gotBody), err)
		}
		if diff := cmp.Diff(head(), got); diff != "" {
			t.Error(diff)
		}
		if got, err := sealer(1).OpenHead(name, value); err != nil || got != head() {
			t.Errorf("head %+v: %v", got, err)
		}
	}
}

// TestSerialAgreesWithSealer seals with one and opens with the other, several
// records with one Serial.
func TestSerialAgreesWithSealer(t *testing.T) {
	s := sealer(1)
	serial := s.Serial()
	for i, kind := range []string{"note", seal.KindAudit, "note", "secret"} {
		h := head()
		h.Kind, h.ID = kind, strings.Repeat("i", 3*(4-i))
		body := strings.Repeat(kind, 100*(4-i))
		name, value := serial.Seal(make([]byte, 5, 7), h, []byte(body))
		if value = value[5:]; len(value) != serial.Size(h, []byte(body)) || name != s.Name(h.Kind, h.ID) {
			t.Errorf("%d bytes of %d under %x", len(value), serial.Size(h, []byte(body)), name)
		}
		if got, opened, err := s.Open(name, value); err != nil || got != h || string(opened) != body {
			t.Errorf("opened %+v: %v", got, err)
		}
		name, value = s.Seal(h, []byte(body))
		if got, opened, err := serial.Open([]byte("before "), name, value); err != nil || got != h || string(opened) != "before "+body {
			t.Errorf("opened in turn %+v: %v", got, err)
		}
		value[len(value)-1] ^= 1
		if _, _, err := serial.Open(nil, name, value); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("a changed record: %v", err)
		}
	}
}

// TestKeysAgreeWithTheLibrary compares with the constructions as the libraries
// have them.
func TestKeysAgreeWithTheLibrary(t *testing.T) {
	for size := range 300 {
		key, plaintext, ad := seal.NewKey(), bytes.Repeat([]byte{byte(size)}, size), []byte("associated")
		aead, err := chacha20poly1305.NewX(key[:])
		if err != nil {
			t.Fatal(err)
		}
		box := key.Seal(plaintext, ad)
		if got, err := aead.Open(nil, box[:24], box[24:], ad); err != nil || !bytes.Equal(got, plaintext) {
			t.Errorf("the library opens %x: %v", got, err)
		}
		if got, err := key.Open(aead.Seal(box[:24:24], box[:24], plaintext, ad), ad); err != nil || !bytes.Equal(got, plaintext) {
			t.Errorf("opened %x: %v", got, err)
		}
		mac := hmac.New(sha256.New, key[:])
		mac.Write(plaintext)
		if got := key.MAC(plaintext[:size/2], plaintext[size/2:]); !hmac.Equal(got, mac.Sum(nil)) {
			t.Errorf("the MAC is %x", got)
		}
		want, err := hkdf.Expand(sha256.New, key[:], "patchbay vault 1 commit", 32)
		if err != nil || !bytes.Equal(key.Commitment(), want) {
			t.Errorf("the commitment is %x: %v", key.Commitment(), err)
		}
	}
	mac := seal.NewKey().Hash()
	first := mac.Sum(nil)
	_, _ = mac.Write([]byte("x"))
	if again := mac.Sum(nil); bytes.Equal(first, again) || !bytes.Equal(again, mac.Sum(nil)) {
		t.Error("Sum changes what was written")
	}
	if mac.Reset(); !bytes.Equal(first, mac.Sum(nil)) {
		t.Error("Reset forgets too little")
	}
}

func TestOpenInPlace(t *testing.T) {
	key := seal.NewKey()
	box := key.Seal([]byte("plaintext"), []byte("here"))
	for name, try := range map[string]struct {
		box, ad []byte
		want    string
	}{
		"right":      {box, []byte("here"), "plaintext"},
		"elsewhere":  {box, []byte("there"), ""},
		"too short":  {box[:seal.Overhead-1], []byte("here"), ""},
		"no content": {key.Seal(nil, nil), nil, ""},
	} {
		got, err := key.OpenInPlace(bytes.Clone(try.box), try.ad)
		if string(got) != try.want || (err == nil) != (name == "right" || name == "no content") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestSC6_MovedRecordsDoNotOpen moves sealed values where they do not belong.
func TestSC6_MovedRecordsDoNotOpen(t *testing.T) {
	s := sealer(1)
	name, value := s.Seal(head(), []byte("body"))
	otherHead := head()
	otherHead.ID = "b"
	otherName, otherValue := s.Seal(otherHead, []byte("other"))
	newer := head()
	newer.Revision++
	_, newerValue := s.Seal(newer, []byte("newer"))
	foreign := sealer(1)
	foreign.VaultID[0]++
	for what, open := range map[string]func() error{
		"under another name":    func() error { _, _, err := s.Open(otherName, value); return err },
		"in another generation": func() error { _, _, err := sealer(2).Open(name, value); return err },
		"in another vault":      func() error { _, _, err := foreign.Open(name, value); return err },
		"head of another record": func() error {
			_, _, err := s.Open(name, splice(otherValue, value))
			return err
		},
		"head of a newer version": func() error {
			_, _, err := s.Open(name, splice(newerValue, value))
			return err
		},
	} {
		if err := open(); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// splice joins one record's head to another's body.
func splice(head, body []byte) []byte {
	const prefix = 2 + 24 + 2
	end := prefix + int(head[26])<<8 + int(head[27])
	return append(bytes.Clone(head[:end]), body[end:]...)
}

func TestEveryFlippedBitIsFound(t *testing.T) {
	s := sealer(1)
	name, value := s.Seal(head(), []byte("body"))
	for bit := range len(value) * 8 {
		value[bit/8] ^= 1 << (bit % 8)
		if _, _, err := s.Open(name, value); err == nil {
			t.Fatalf("bit %d", bit)
		}
		value[bit/8] ^= 1 << (bit % 8)
	}
	for end := range value {
		if _, _, err := s.Open(name, value[:end]); err == nil {
			t.Fatalf("cut at %d", end)
		}
	}
}

func TestSC14_SecretIsBoundToItsDestination(t *testing.T) {
	s := sealer(1)
	name := s.Name("secret", "x")
	box := s.SealSecret(name, 3, "smtp|host|25", []byte("password"))
	if got, err := s.OpenSecret(name, 3, "smtp|host|25", box); string(got) != "password" || err != nil {
		t.Errorf("opened %q: %v", got, err)
	}
	for what, open := range map[string]func() ([]byte, error){
		"destination": func() ([]byte, error) { return s.OpenSecret(name, 3, "smtp|host|26", box) },
		"revision":    func() ([]byte, error) { return s.OpenSecret(name, 4, "smtp|host|25", box) },
		"record":      func() ([]byte, error) { return s.OpenSecret(s.Name("secret", "y"), 3, "smtp|host|25", box) },
	} {
		if got, err := open(); err == nil {
			t.Errorf("with another %s it opens as %q", what, got)
		}
	}
	if long := s.SealSecret(name, 3, "", []byte("12345678")); len(long) != len(box) {
		t.Error("the box tells the length of the password")
	}
}

func TestKeysDiffer(t *testing.T) {
	one, two := sealer(1).Keys, sealer(2).Keys
	seen := map[seal.Key]bool{}
	for _, keys := range []*seal.Keys{one, two} {
		for _, key := range []seal.Key{
			keys.Header, keys.Store, keys.Name, keys.Head, keys.Record, keys.Audit,
			keys.Secret, keys.Journal, keys.Snapshot,
		} {
			if seen[key] || key == (seal.Key{}) {
				t.Error("a key repeats or is empty")
			}
			seen[key] = true
		}
	}
	one.Wipe()
	if *one != (seal.Keys{}) {
		t.Error("wiping leaves keys")
	}
}

func TestWrap(t *testing.T) {
	pair, err := seal.NewKeyPair()
	if err != nil {
		t.Fatal(err)
	}
	key, info := seal.NewKey(), seal.WrapInfo(seal.VaultID{1}, 2, "slot")
	wrapped, err := seal.Wrap(pair.Public, key, info)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := seal.Unwrap(pair.Private, wrapped, info); err != nil || *got != *key {
		t.Errorf("unwrapped %v", err)
	}
	for what, info := range map[string][]byte{
		"vault":      seal.WrapInfo(seal.VaultID{2}, 2, "slot"),
		"generation": seal.WrapInfo(seal.VaultID{1}, 3, "slot"),
		"slot":       seal.WrapInfo(seal.VaultID{1}, 2, "other"),
	} {
		if _, err := seal.Unwrap(pair.Private, wrapped, info); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("another %s: %v", what, err)
		}
	}
	if _, err := seal.Wrap([]byte("no key"), key, info); err == nil {
		t.Error("wrapped to nonsense")
	}
}

func TestRecoveryKey(t *testing.T) {
	key := seal.NewRecoveryKey()
	text := seal.FormatRecoveryKey(key)
	if len(text) != 14*4+13 {
		t.Errorf("%d characters", len(text))
	}
	sloppy := strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(string(text))
	for _, typed := range []string{string(text), strings.ToLower(string(text)), sloppy + "\n"} {
		if got, err := seal.ParseRecoveryKey([]byte(typed)); err != nil || *got != *key {
			t.Errorf("a spelling is refused: %v", err)
		}
	}
	for i, c := range text {
		if c == '-' {
			continue
		}
		typo := bytes.Clone(text)
		typo[i] = "2345"[i%4]
		if typo[i] == c {
			typo[i] = 'Z'
		}
		if _, err := seal.ParseRecoveryKey(typo); !errors.Is(err, seal.ErrMalformedRecoveryKey) {
			t.Errorf("a typo at %d: %v", i, err)
		}
	}
	for _, text := range []string{"", "UUUU", strings.Repeat("0", 55), strings.Repeat("U", 56), "é"} {
		if _, err := seal.ParseRecoveryKey([]byte(text)); !errors.Is(err, seal.ErrMalformedRecoveryKey) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestDerivationIsStable pins what old vaults depend on.
func TestDerivationIsStable(t *testing.T) {
	s := sealer(1)
	got := map[string][]byte{
		"name":       bytes.Clone(sliceOf(s.Name("note", "a"))),
		"header":     s.Keys.Header.MAC([]byte("x")),
		"commitment": (&seal.Key{9}).Commitment(),
	}
	pair, err := seal.RecoveryPair(&seal.Key{7}, seal.VaultID{8})
	if err != nil {
		t.Fatal(err)
	}
	got["recovery"] = (&seal.Key{}).MAC(pair.Public)
	for what, want := range stable() {
		if diff := cmp.Diff(want, hexOf(got[what])); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}

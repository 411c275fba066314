package xmlenc_test

import (
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha1" // digests of OAEP
	_ "crypto/sha256"
	_ "crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"patchbay/backend/protocol/saml/xmlenc"
)

const (
	enc   = "http://www.w3.org/2001/04/xmlenc#"
	enc11 = "http://www.w3.org/2009/xmlenc11#"
	sig   = "http://www.w3.org/2000/09/xmldsig#"
)

const assertion = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a">ü</saml:Assertion>`

// sealing is how a test encrypts: after XML Encryption 1.1, and with none of the
// code under test.
type sealing struct {
	content, transport string
	digest, mask       string
	label              string
	beside             bool // EncryptedKey stands beside EncryptedData
}

func newKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// seal encrypts for every key, in order.
func (s sealing) seal(t testing.TB, plain string, keys ...*rsa.PrivateKey) *etree.Element {
	t.Helper()
	size := map[bool]int{strings.Contains(s.content, "128"): 16, strings.Contains(s.content, "192"): 24, strings.Contains(s.content, "256"): 32}[true]
	contentKey := make([]byte, size)
	random(t, contentKey)
	wrapped := ""
	for _, key := range keys {
		wrapped += s.wrap(t, contentKey, &key.PublicKey)
	}
	inside, beside := `<ds:KeyInfo xmlns:ds="`+sig+`">`+wrapped+`</ds:KeyInfo>`, ""
	if s.beside {
		inside, beside = `<ds:KeyInfo xmlns:ds="`+sig+`"><ds:RetrievalMethod URI="#k"/></ds:KeyInfo>`, wrapped
	}
	return parse(t, `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">`+
		`<xenc:EncryptedData xmlns:xenc="`+enc+`"><xenc:EncryptionMethod Algorithm="`+s.content+`"/>`+inside+
		cipherData(s.encrypt(t, contentKey, []byte(plain)))+`</xenc:EncryptedData>`+
		strings.ReplaceAll(beside, "<xenc:EncryptedKey", `<xenc:EncryptedKey xmlns:xenc="`+enc+`"`)+`</saml:EncryptedAssertion>`)
}

func (s sealing) wrap(t testing.TB, contentKey []byte, key *rsa.PublicKey) string {
	t.Helper()
	//lint:ignore SA1019 old providers still do
	sealed, err := rsa.EncryptPKCS1v15(rand.Reader, key, contentKey)
	children := ""
	if s.transport != enc+"rsa-1_5" {
		digests := map[string]crypto.Hash{
			"": crypto.SHA1, sig + "sha1": crypto.SHA1, enc + "sha256": crypto.SHA256, enc + "sha512": crypto.SHA512,
			enc11 + "mgf1sha1": crypto.SHA1, enc11 + "mgf1sha256": crypto.SHA256, enc11 + "mgf1sha512": crypto.SHA512,
		}
		sealed, err = rsa.EncryptOAEPWithOptions(rand.Reader, key, contentKey, &rsa.OAEPOptions{
			Hash: digests[s.digest], MGFHash: digests[s.mask], Label: []byte(s.label),
		})
		if s.digest != "" {
			children += `<ds:DigestMethod xmlns:ds="` + sig + `" Algorithm="` + s.digest + `"/>`
		}
		if s.mask != "" {
			children += `<m:MGF xmlns:m="` + enc11 + `" Algorithm="` + s.mask + `"/>`
		}
		if s.label != "" {
			children += `<xenc:OAEPparams>` + base64.StdEncoding.EncodeToString([]byte(s.label)) + `</xenc:OAEPparams>`
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return `<xenc:EncryptedKey Id="k"><xenc:EncryptionMethod Algorithm="` + s.transport + `">` + children + `</xenc:EncryptionMethod>` +
		cipherData(sealed) + `</xenc:EncryptedKey>`
}

func (s sealing) encrypt(t testing.TB, key, plain []byte) []byte {
	t.Helper()
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(s.content, "-gcm") {
		gcm, err := cipher.NewGCM(block)
		if err != nil {
			t.Fatal(err)
		}
		nonce := make([]byte, gcm.NonceSize())
		random(t, nonce)
		return gcm.Seal(nonce, nonce, plain, nil)
	}
	padding := aes.BlockSize - len(plain)%aes.BlockSize
	padded := append(plain, make([]byte, padding)...)
	random(t, padded[len(plain):]) // all but the last may be anything
	padded[len(padded)-1] = byte(padding)
	sealed := make([]byte, aes.BlockSize+len(padded))
	random(t, sealed[:aes.BlockSize])
	cipher.NewCBCEncrypter(block, sealed[:aes.BlockSize]).CryptBlocks(sealed[aes.BlockSize:], padded)
	return sealed
}

func random(t testing.TB, b []byte) {
	t.Helper()
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
}

func cipherData(sealed []byte) string {
	text := base64.StdEncoding.EncodeToString(sealed)
	return "<xenc:CipherData><xenc:CipherValue>\n" + text[:len(text)/2] + "\n  " + text[len(text)/2:] + "</xenc:CipherValue></xenc:CipherData>"
}

func parse(t testing.TB, text string) *etree.Element {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString(text); err != nil {
		t.Fatal(err)
	}
	return doc.Root()
}

func TestWhatProvidersSendIsOpened(t *testing.T) {
	key, other := newKey(t), newKey(t)
	for _, size := range []string{"128", "192", "256"} {
		for _, content := range []string{enc + "aes" + size + "-cbc", enc11 + "aes" + size + "-gcm"} {
			for _, s := range []sealing{
				{transport: enc + "rsa-oaep-mgf1p"},
				{transport: enc + "rsa-oaep-mgf1p", digest: enc + "sha256", beside: true},
				{transport: enc + "rsa-oaep-mgf1p", digest: sig + "sha1", label: "a label"},
				{transport: enc11 + "rsa-oaep"},
				{transport: enc11 + "rsa-oaep", digest: enc + "sha256", mask: enc11 + "mgf1sha256"},
				{transport: enc11 + "rsa-oaep", digest: enc + "sha512", mask: enc11 + "mgf1sha1"},
				{transport: enc11 + "rsa-oaep", mask: enc11 + "mgf1sha512", beside: true},
				{transport: enc + "rsa-1_5"},
			} {
				s.content = content
				t.Run(fmt.Sprintf("%+v", s), func(t *testing.T) {
					plain, used, err := xmlenc.Decrypt(s.seal(t, assertion, key), []*rsa.PrivateKey{other, key})
					if err != nil || string(plain) != assertion {
						t.Fatalf("%q, %v", plain, err)
					}
					if used.Content != s.content || used.Transport != s.transport || used.Digest != s.digest || used.Mask != s.mask || used.Key != 1 {
						t.Errorf("%+v", used)
					}
				})
			}
		}
	}
}

// TestEveryLengthIsUnpadded: the padding is 1 to 16 bytes.
func TestEveryLengthIsUnpadded(t *testing.T) {
	key := newKey(t)
	for length := range 34 {
		plain := "<" + strings.Repeat("x", length)
		s := sealing{content: enc + "aes256-cbc", transport: enc + "rsa-oaep-mgf1p"}
		if got, _, err := xmlenc.Decrypt(s.seal(t, plain, key), []*rsa.PrivateKey{key}); err != nil || string(got) != plain {
			t.Errorf("%d: %q, %v", length, got, err)
		}
	}
}

func TestOneOfSeveralRecipients(t *testing.T) {
	us, them := newKey(t), newKey(t)
	s := sealing{content: enc11 + "aes256-gcm", transport: enc + "rsa-oaep-mgf1p", beside: true}
	if plain, _, err := xmlenc.Decrypt(s.seal(t, assertion, them, us), []*rsa.PrivateKey{nil, us}); err != nil || string(plain) != assertion {
		t.Errorf("%q, %v", plain, err)
	}
	if _, _, err := xmlenc.Decrypt(s.seal(t, assertion, them), []*rsa.PrivateKey{us}); !errors.Is(err, xmlenc.ErrDecrypt) {
		t.Error(err)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	key := newKey(t)
	keys := []*rsa.PrivateKey{key}
	good := sealing{content: enc11 + "aes256-gcm", transport: enc11 + "rsa-oaep", digest: enc + "sha256", mask: enc11 + "mgf1sha256"}
	tests := map[string]struct {
		edit func(text string) string
		want error
	}{
		"no data":             {func(s string) string { return strings.ReplaceAll(s, "EncryptedData", "Other") }, xmlenc.ErrMalformed},
		"data elsewhere":      {func(s string) string { return strings.ReplaceAll(s, enc, "urn:x#") }, xmlenc.ErrMalformed},
		"no key":              {func(s string) string { return strings.ReplaceAll(s, "EncryptedKey", "Other") }, xmlenc.ErrMalformed},
		"no value":            {func(s string) string { return strings.ReplaceAll(s, "CipherValue", "CipherReference") }, xmlenc.ErrMalformed},
		"no base64":           {func(s string) string { return strings.ReplaceAll(s, "<xenc:CipherValue>", "<xenc:CipherValue>*") }, xmlenc.ErrMalformed},
		"content not known":   {func(s string) string { return strings.Replace(s, "aes256-gcm", "tripledes-cbc", 1) }, xmlenc.ErrAlgorithm},
		"no algorithm":        {func(s string) string { return strings.ReplaceAll(s, "EncryptionMethod", "Other") }, xmlenc.ErrAlgorithm},
		"transport not known": {func(s string) string { return strings.Replace(s, "rsa-oaep", "ecdh", 1) }, xmlenc.ErrAlgorithm},
		"digest not known":    {func(s string) string { return strings.Replace(s, enc+"sha256", enc+"md5", 1) }, xmlenc.ErrAlgorithm},
		"mask not known":      {func(s string) string { return strings.Replace(s, "mgf1sha256", "mgf1md5", 1) }, xmlenc.ErrAlgorithm},
		"another length":      {func(s string) string { return strings.Replace(s, "aes256-gcm", "aes128-gcm", 1) }, xmlenc.ErrDecrypt},
		"another digest":      {func(s string) string { return strings.Replace(s, enc+"sha256", enc+"sha512", 1) }, xmlenc.ErrDecrypt},
	}
	doc := etree.NewDocument()
	doc.SetRoot(good.seal(t, assertion, key))
	text, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			edited := tt.edit(text)
			if edited == text {
				t.Fatal("nothing was edited")
			}
			if plain, _, err := xmlenc.Decrypt(parse(t, edited), keys); !errors.Is(err, tt.want) || plain != nil {
				t.Errorf("%q, %v; want %v", plain, err, tt.want)
			}
		})
	}
	if _, _, err := xmlenc.Decrypt(nil, keys); !errors.Is(err, xmlenc.ErrMalformed) {
		t.Error(err)
	}
	if _, _, err := xmlenc.Decrypt(parse(t, text), nil); !errors.Is(err, xmlenc.ErrNoKey) {
		t.Error(err)
	}
}

// TestCipherTextOfAnyLengthIsNoReasonToPanic: too short, no whole blocks, changed.
func TestCipherTextOfAnyLengthIsNoReasonToPanic(t *testing.T) {
	key := newKey(t)
	for _, content := range []string{enc + "aes128-cbc", enc11 + "aes128-gcm"} {
		for _, transport := range []string{enc + "rsa-oaep-mgf1p", enc + "rsa-1_5"} {
			s := sealing{content: content, transport: transport}
			contentKey := make([]byte, 16)
			sealed := s.encrypt(t, contentKey, []byte(assertion))
			for length := range 70 {
				doc := `<xenc:EncryptedData xmlns:xenc="` + enc + `"><xenc:EncryptionMethod Algorithm="` + content + `"/><ds:KeyInfo xmlns:ds="` + sig + `">` +
					s.wrap(t, contentKey, &key.PublicKey) + `</ds:KeyInfo>` + cipherData(sealed[:length]) + `</xenc:EncryptedData>`
				_, _, err := xmlenc.Decrypt(parse(t, doc), []*rsa.PrivateKey{key})
				whole := strings.HasSuffix(content, "cbc") && length >= 32 && length%16 == 0 // its padding may be good by chance
				if !whole && !errors.Is(err, xmlenc.ErrDecrypt) {
					t.Errorf("%s, %d bytes: %v", content, length, err)
				}
			}
		}
	}
}

func TestWhatIsWeakIsSaid(t *testing.T) {
	for _, tt := range []struct {
		used xmlenc.Algorithms
		want int
	}{
		{xmlenc.Algorithms{Content: enc11 + "aes256-gcm", Transport: enc11 + "rsa-oaep"}, 0},
		{xmlenc.Algorithms{Content: enc + "aes256-cbc", Transport: enc + "rsa-oaep-mgf1p"}, 1},
		{xmlenc.Algorithms{Content: enc + "aes128-cbc", Transport: enc + "rsa-1_5"}, 2},
	} {
		if got := tt.used.Weaknesses(); len(got) != tt.want {
			t.Errorf("%s: %q", tt.used, got)
		}
	}
}

func FuzzDecrypt(f *testing.F) {
	key := newKey(f)
	for _, s := range []sealing{
		{content: enc11 + "aes256-gcm", transport: enc + "rsa-oaep-mgf1p"},
		{content: enc + "aes128-cbc", transport: enc + "rsa-1_5", beside: true},
	} {
		doc := etree.NewDocument()
		doc.SetRoot(s.seal(f, assertion, key))
		text, err := doc.WriteToString()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := etree.NewDocument()
		if doc.ReadFromString(text) != nil || doc.Root() == nil {
			return
		}
		plain, _, err := xmlenc.Decrypt(doc.Root(), []*rsa.PrivateKey{key})
		if (err == nil) == (plain == nil) && err != nil {
			t.Errorf("%q, %v", plain, err)
		}
	})
}

package mailauth

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // what SCRAM-SHA-1 is made of
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"strconv"
	"strings"

	"golang.org/x/text/secure/precis"
)

// MaxIterations bounds the work a server can ask for with SCRAM. Servers use
// 4,096 to some hundred thousand; 2^31 would take minutes.
const MaxIterations = 600_000

// maxSalt bounds the salt, in bytes.
const maxSalt = 1024

// scramExchange is SCRAM without channel binding (RFC 5802).
type scramExchange struct {
	credentials Credentials
	hash        func() hash.Hash
	nonce       string
	firstBare   string // client-first-message-bare
	signature   []byte // what the server has to show
	step        int
	verified    bool
}

func newSCRAM(mechanism string, c Credentials) *scramExchange {
	e := &scramExchange{credentials: c, hash: sha256.New, nonce: rand.Text()}
	if mechanism == SCRAMSHA1 {
		e.hash = sha1.New
	}
	return e
}

const gs2Header = "n,,"

func (e *scramExchange) Start() ([]byte, bool, error) {
	user := strings.NewReplacer("=", "=3D", ",", "=2C").Replace(prepare(e.credentials.User))
	e.firstBare = "n=" + user + ",r=" + e.nonce
	return []byte(gs2Header + e.firstBare), true, nil
}

// prepare normalises as RFC 8265 does. What the profile forbids is left as it
// is, as servers do that normalise nothing.
func prepare(text string) string {
	if prepared, err := precis.OpaqueString.String(text); err == nil {
		return prepared
	}
	return text
}

func (e *scramExchange) Next(challenge []byte) ([]byte, error) {
	e.step++
	switch e.step {
	case 1:
		return e.prove(string(challenge))
	case 2:
		return nil, e.verify(string(challenge))
	default:
		return nil, ErrChallenge
	}
}

// prove answers the server-first-message.
func (e *scramExchange) prove(serverFirst string) ([]byte, error) {
	first, err := parseServerFirst(serverFirst, e.nonce)
	if err != nil {
		return nil, err
	}
	salted, err := e.salt(first)
	if err != nil {
		return nil, ErrCredential
	}
	defer clear(salted)
	binding := base64.StdEncoding.EncodeToString([]byte(gs2Header))
	withoutProof := "c=" + binding + ",r=" + first.nonce
	message := e.firstBare + "," + serverFirst + "," + withoutProof

	clientKey := e.mac(salted, "Client Key")
	stored := e.hash()
	stored.Write(clientKey)
	proof := e.mac(stored.Sum(nil), message)
	for i := range proof {
		proof[i] ^= clientKey[i]
	}
	e.signature = e.mac(e.mac(salted, "Server Key"), message)
	return []byte(withoutProof + ",p=" + base64.StdEncoding.EncodeToString(proof)), nil
}

func (e *scramExchange) salt(first serverFirst) ([]byte, error) {
	password := e.credentials.Password.Reveal()
	if prepared, err := precis.OpaqueString.Bytes(password); err == nil {
		password = prepared
	}
	return pbkdf2.Key(e.hash, string(password), first.salt, first.iterations, e.hash().Size())
}

func (e *scramExchange) mac(key []byte, message string) []byte {
	mac := hmac.New(e.hash, key)
	mac.Write([]byte(message))
	return mac.Sum(nil)
}

// verify checks the server-final-message (RFC 5802 §7). An error in it, such as
// e=invalid-proof, is not explained here: the protocol's own refusal follows.
func (e *scramExchange) verify(serverFinal string) error {
	verifier, _, _ := strings.Cut(serverFinal, ",")
	if strings.HasPrefix(verifier, "e=") {
		return nil
	}
	encoded, ok := strings.CutPrefix(verifier, "v=")
	if !ok {
		return ErrChallenge
	}
	signature, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || !hmac.Equal(signature, e.signature) {
		return ErrSignature
	}
	e.verified = true
	return nil
}

// Finish fails when success is claimed without the server's signature: only
// who knows the password can make one.
func (e *scramExchange) Finish() error {
	if !e.verified {
		return ErrSignature
	}
	return nil
}

type serverFirst struct {
	nonce      string
	salt       []byte
	iterations int
}

// parseServerFirst reads r=nonce,s=salt,i=iterations (RFC 5802 §7) and bounds
// it before anything is computed.
func parseServerFirst(message, clientNonce string) (serverFirst, error) {
	parts := strings.SplitN(message, ",", 4)
	if len(parts) < 3 {
		return serverFirst{}, ErrChallenge
	}
	nonce, okNonce := strings.CutPrefix(parts[0], "r=")
	encodedSalt, okSalt := strings.CutPrefix(parts[1], "s=")
	count, okCount := strings.CutPrefix(parts[2], "i=")
	if !okNonce || !okSalt || !okCount {
		return serverFirst{}, ErrChallenge
	}
	if len(nonce) <= len(clientNonce) || !strings.HasPrefix(nonce, clientNonce) {
		return serverFirst{}, ErrChallenge
	}
	salt, err := base64.StdEncoding.DecodeString(encodedSalt)
	if err != nil || len(salt) == 0 || len(salt) > maxSalt {
		return serverFirst{}, ErrChallenge
	}
	iterations, err := strconv.ParseUint(count, 10, 63)
	if err != nil {
		return serverFirst{}, ErrChallenge
	}
	if iterations < 1 || iterations > MaxIterations {
		return serverFirst{}, ErrIterations
	}
	return serverFirst{nonce: nonce, salt: salt, iterations: int(iterations)}, nil
}

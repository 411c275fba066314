package conversation

import (
	"strconv"

	"patchbay/backend/proof"
)

// Injection explains bytes that came behind the consent to STARTTLS, before TLS
// began. Obeying them would let anyone on the way speak for the server. Code is
// the protocol's, what begins the sentence, and port is that of implicit TLS.
func Injection(code, what string, port int) proof.Finding {
	return proof.Finding{
		Code:   code,
		Cause:  what + " arrived in clear behind the server's consent to STARTTLS. Someone on the way may have added them, so nothing more was sent.",
		Remedy: "Use implicit TLS with port " + strconv.Itoa(port) + ". If that is not possible, find out what stands between this machine and the server.",
		Fields: []string{"security", "port"},
	}
}

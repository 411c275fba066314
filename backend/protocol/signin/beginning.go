package signin

import (
	"bytes"
	"strings"

	"patchbay/backend/proof"
)

// maxTold bounds what is shown of an answer, in bytes.
const maxTold = 400

// Beginning is what is shown of an answer. It is masked before it is cut: half a
// secret would not be recognised.
func Beginning(redactor *proof.Redactor, body []byte) string {
	const most = 64 << 10
	cut := body
	if len(cut) > most {
		cut = cut[:most]
	}
	text := strings.ToValidUTF8(redactor.Redact(string(bytes.TrimSpace(cut))), "\ufffd")
	if len(text) > maxTold {
		return strings.ToValidUTF8(text[:maxTold], "") + " ..."
	}
	return text
}

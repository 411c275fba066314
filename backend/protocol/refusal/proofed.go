package refusal

import "strings"

// What is shown of a pasted line.
const (
	maxLine = 600 // bytes
	longRun = 64  // characters of base64 that may be a token
)

// proofed makes a line fit to be shown: what may be a token is left out.
func proofed(line string) string {
	line = strings.ToValidUTF8(bounded(strings.TrimSpace(line), 4*maxLine), "")
	line = bounded(withoutSecrets(line), maxLine)
	var b strings.Builder
	for len(line) > 0 {
		end := strings.IndexFunc(line, func(r rune) bool { return !isTokenRune(r) })
		switch {
		case end == 0:
			b.WriteByte(line[0])
			line = line[1:]
			continue
		case end < 0:
			end = len(line)
		}
		if end >= longRun {
			b.WriteString("...")
		} else {
			b.WriteString(line[:end])
		}
		line = line[end:]
	}
	return b.String()
}

// withoutSecrets leaves out the values of the parameters that let somebody in.
func withoutSecrets(line string) string {
	const ends = "&\"'<> \t;"
	for _, name := range []string{"code", "state", "nonce", "id_token", "access_token", "refresh_token", "client_secret", "code_verifier", "samlresponse", "samlrequest", "relaystate", "login_hint", "id_token_hint"} {
		for from := 0; ; {
			at := strings.Index(lowerASCII(line[from:]), name+"=")
			if at < 0 {
				break
			}
			start := from + at + len(name) + 1
			if before := from + at - 1; before >= 0 && !strings.ContainsRune("?&# \t;", rune(line[before])) {
				from = start
				continue
			}
			end := len(line)
			if length := strings.IndexAny(line[start:], ends); length >= 0 {
				end = start + length
			}
			line = line[:start] + "..." + line[end:]
			from = start
		}
	}
	return line
}

// lowerASCII keeps the length, unlike [strings.ToLower].
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

func isTokenRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("+/_-=", r)
}

package refusal

import (
	"encoding/base64"
	"html"
	"net/url"
	"slices"
	"strings"
)

// maxAddresses bounds those of a pasted page that are read.
const maxAddresses = 64

// page is what is read of a pasted page.
type page struct {
	plain                string   // without character references
	lines                []string // as they are shown
	text                 string   // as rule.texts is written
	codes                []string // in lower case
	errorCode, errorText string   // of an address
	returned             bool     // an address holds the error parameter of a callback
	addresses            []string // those of the text, and redirect URIs in their queries
}

// readPage reads a text three times: as it is, without the character references
// of HTML, and without percent signs.
func readPage(text string) page {
	text = strings.ToValidUTF8(bounded(text, maxPage), "")
	plain := html.UnescapeString(text)
	p := page{plain: plain, lines: strings.Split(plain, "\n"), addresses: addressesIn(plain)}
	var more strings.Builder
	for _, address := range p.addresses {
		more.WriteString("\n" + p.readAddress(address))
	}
	if !strings.Contains(plain, "://") && strings.Contains(plain, "error=") { // the query of an address
		more.WriteString("\n" + p.readParameters(plain))
	}
	all := plain + more.String()
	p.text = normalised(all)
	p.codes = append(p.codes, wordsIn(p.text)...)
	return p
}

// addressesIn lists the addresses of a text.
func addressesIn(text string) []string {
	var found []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`"'<>`, r) }) {
		at := strings.Index(word, "://")
		if at < 1 || len(found) == maxAddresses {
			continue
		}
		start := strings.LastIndexFunc(word[:at], func(r rune) bool { return r < 'a' || r > 'z' }) + 1
		found = append(found, word[start:])
	}
	return found
}

// readAddress returns what the parameters of an address say.
func (p *page) readAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	words := strings.ToLower(u.Host) + u.Path
	if strings.HasPrefix(u.Host, "login.microsoftonline.") && u.Path == "/error" {
		words += " AADSTS" + u.Query().Get("code")
		return words
	}
	return words + "\n" + p.readParameters(u.RawQuery) + "\n" + p.readParameters(u.Fragment)
}

// readParameters keeps what a refusal says of itself, and nothing else: a query
// may hold a code.
func (p *page) readParameters(query string) string {
	query = strings.TrimPrefix(strings.TrimSpace(query), "?")
	values, err := url.ParseQuery(query)
	if err != nil && len(values) == 0 {
		return ""
	}
	code := values.Get("error")
	p.addresses = append(p.addresses, values.Get("redirect_uri"))
	if code != "" {
		p.codes = append(p.codes, lowered(code, values.Get("error_subcode"))...)
		p.returned = p.returned || values.Get("state") != ""
		p.errorCode, p.errorText = proofed(code), proofed(values.Get("error_description"))
	}
	said := []string{code}
	for _, name := range []string{"error_description", "error_subcode", "error_uri", "errorCode", "errorMessage", "message"} {
		said = append(said, values.Get(name))
	}
	return strings.Join(append(said, decoded(values.Get("authError"))), "\n")
}

// redirectLike finds the redirect URI of the attempt in the page: many providers
// repeat it, and it has the port that was free then.
func (p page) redirectLike(address string) string {
	before, after, ok := strings.Cut(address, freePort)
	if !ok {
		return address
	}
	for _, candidate := range p.addresses {
		rest, ok := strings.CutPrefix(strings.TrimRight(candidate, ".,;)"), before+":")
		port := leadingDigits(rest)
		if ok && port != "" && len(port) <= 5 && rest[len(port):] == "/"+after {
			return before + ":" + port + "/" + after
		}
	}
	return address
}

// decoded reads what Google packs into the address of its error page.
func decoded(text string) string {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(text), "="))
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(raw), " ")
}

// wordsIn lists the words of a normalised text that may be codes: those with an
// underscore, and status codes of SAML, of which the last part counts.
func wordsIn(text string) []string {
	var codes []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != ':'
	}) {
		if at := strings.LastIndex(word, "status:"); at >= 0 {
			word = word[at+len("status:"):]
		} else if word = strings.Trim(word, ":"); !strings.Contains(word, "_") {
			continue
		}
		codes = append(codes, word)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// lineOf returns the line of the page that holds one of these words, and those
// that support asks for; without any, the first line that says something.
func (p page) lineOf(words []string) string {
	var found []string
	for _, line := range p.lines {
		text := normalised(line)
		if text == "" || len(found) == 4 {
			continue
		}
		if len(found) == 0 && holds(text, words) || len(found) > 0 && holds(text, []string{"trace id", "correlation id", "timestamp", "request id", "activity id", "reference number"}) {
			found = append(found, proofed(line))
		}
	}
	return strings.Join(found, "\n")
}

func holds(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, strings.ToLower(word)) })
}

package render

import (
	"net/url"
	"strings"
	"unicode"
)

const maxLink = 8 << 10

// safeLink reports whether a whole address may stand behind a link: https, http or
// mailto with a host or an address, and nothing that two programs could read in two
// ways (a user name before the host, backslashes, spaces, invisible characters).
func safeLink(address string) bool {
	if len(address) > maxLink || strings.ContainsFunc(address, ambiguous) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != "" && u.Hostname() != "" && u.User == nil && u.Opaque == ""
	case "mailto":
		return u.Opaque != "" && u.Host == ""
	}
	return false
}

// ambiguous names the characters that no address needs unencoded.
func ambiguous(r rune) bool {
	switch r {
	case '\\', '"', '\'', '<', '>', '`', unicode.ReplacementChar:
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

// link is a href of a template: one link placeholder, or an address in which text
// placeholders may stand behind the host.
type link struct {
	segments []segment
	whole    string // the link placeholder, if it is one
	mail     bool   // mailto
}

// linkFlaw says why an address cannot be a link.
type linkFlaw struct{ code, message, placeholder string }

// parseLink reads a href. A value can only come to stand where it can no longer choose
// the scheme or the host: behind the first slash, question mark or hash sign that
// follows the host, or behind "mailto:".
func parseLink(address string, known words) (link, *linkFlaw) {
	address = strings.Trim(address, " \t\r\n\f")
	parts := scanURL(address, known)
	for _, s := range parts {
		p, ok := known[s.name]
		switch {
		case s.name == "":
		case !ok:
			return link{}, &linkFlaw{CodeUnknownPlaceholder, known.unknown(s.name), s.name}
		case p.Type == Secret:
			return link{}, &linkFlaw{CodeMisplacedPlaceholder, "%" + s.name + "% is a secret and must not be part of a link", s.name}
		case p.Type == Link && len(parts) == 1:
			return link{segments: parts, whole: s.name}, nil
		case p.Type == Link:
			return link{}, &linkFlaw{CodeMisplacedPlaceholder, "%" + s.name + "% is a whole address: nothing can stand before or behind it", s.name}
		}
	}
	return parseAddress(parts)
}

// parseAddress checks an address with text placeholders, with a stand-in for each.
func parseAddress(parts []segment) (link, *linkFlaw) {
	var probe strings.Builder
	for i, s := range parts {
		if s.name != "" {
			probe.WriteString("x")
			continue
		}
		probe.WriteString(s.literal)
		if i == 0 && len(parts) > 1 && !hostIsComplete(s.literal) {
			return link{}, misplacedInLink(parts[1].name)
		}
	}
	if len(parts) > 0 && parts[0].name != "" {
		return link{}, misplacedInLink(parts[0].name)
	}
	if !safeLink(probe.String()) {
		return link{}, &linkFlaw{CodeUnsafeLink, "a link needs a whole address that begins with https://, http:// or mailto:; this one does not: " + shorten(probe.String()), ""}
	}
	return link{segments: parts, mail: isMailto(parts[0].literal)}, nil
}

func isMailto(address string) bool {
	const scheme = "mailto:"
	return len(address) >= len(scheme) && strings.EqualFold(address[:len(scheme)], scheme)
}

func misplacedInLink(name string) *linkFlaw {
	return &linkFlaw{CodeMisplacedPlaceholder, "%" + name + "% must stand behind the host of a link, after a slash: a person's data must not decide where a link leads", name}
}

// hostIsComplete reports whether what follows this beginning of an address can no
// longer belong to its scheme or host.
func hostIsComplete(beginning string) bool {
	scheme, rest, ok := strings.Cut(beginning, ":")
	if !ok {
		return false
	}
	switch strings.ToLower(scheme) {
	case "mailto":
		return true
	case "http", "https":
	default:
		return false
	}
	host, ok := strings.CutPrefix(rest, "//")
	return ok && strings.IndexAny(host, "/?#") > 0
}

// address is the link with its values. It is "" if one is missing or does not make a
// link that is safe; missing then names the ones without a value.
func (l link) address(values Values) (address string, missing []string) {
	var out strings.Builder
	for _, s := range l.segments {
		switch {
		case s.name == "":
			out.WriteString(s.literal)
		case values[s.name] == "":
			missing = append(missing, s.name)
		case l.whole != "":
			out.WriteString(strings.TrimSpace(values[s.name]))
		default:
			out.WriteString(encode(values[s.name], l.mail))
		}
	}
	if len(missing) > 0 || !safeLink(out.String()) {
		return "", missing
	}
	return out.String(), nil
}

// encode escapes all but RFC 3986 §2.3's unreserved characters, and the at sign of an
// address that mail is sent to.
func encode(value string, mail bool) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(value) {
		c := value[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9',
			strings.IndexByte("-._~", c) >= 0, mail && c == '@':
			out.WriteByte(c)
		default:
			out.WriteByte('%')
			out.WriteByte(digits[c>>4])
			out.WriteByte(digits[c&15])
		}
	}
	return out.String()
}

package imap

import "strings"

// isOfUse reports whether an untagged response is one that the library knows and
// that is of use.
func isOfUse(r response) bool {
	switch r.kind {
	case statusOK, statusNo, statusBad, statusBye, "FLAGS", "EXISTS", "EXPUNGE", "FETCH", "SEARCH":
		return true
	case "LIST":
		return isReadableFolder(r.text)
	default:
		return false
	}
}

// isReadableFolder reports whether the library can read what LIST says of a
// folder. One name that it cannot read would end the connection; the folder of
// such a name is not looked into. A name in a literal is still to come, and is
// let through.
func isReadableFolder(text string) bool {
	if _, announced := literalAt([]byte(text)); announced {
		return true
	}
	d := data{rest: text}
	d.list()
	d.text() // the delimiter
	quoted := d.next() == '"'
	name, _ := d.text()
	return !d.bad && (quoted || !strings.ContainsAny(name, `%*"\{`)) && isEncodedName(name)
}

package imap

import (
	"slices"
	"strings"

	"patchbay/backend/proof"

	"github.com/emersion/go-msgauth/authres"
)

// onTheWay marks a verdict that is not that of the receiving server.
const onTheWay = "said on the way, not by the receiving server"

// isReceivers reports whether a verdict is that of the receiving server.
func isReceivers(r proof.AuthResult) bool { return !strings.HasPrefix(r.Detail, onTheWay) }

// readResults reads the Authentication-Results fields (RFC 8601). The topmost
// one was added last, which is by the receiving server; those of other names
// below it were added on the way, where anybody can have written them, and are
// marked.
func readResults(fields []headerField) []proof.AuthResult {
	var all []proof.AuthResult
	receiver, known := "", false
	for _, field := range fields {
		if field.name != "authentication-results" {
			continue
		}
		server, results := parseResults(field.value)
		if !known {
			receiver, known = server, true
		}
		for _, result := range results {
			if !strings.EqualFold(server, receiver) {
				result.Detail = strings.TrimSuffix(onTheWay+"; "+result.Detail, "; ")
			}
			all = append(all, result)
		}
	}
	return all[:min(len(all), maxResults)]
}

// parseResults reads one field. Microsoft's servers leave out who says it.
func parseResults(value string) (server string, results []proof.AuthResult) {
	value = withoutComments(value)
	if head, _, _ := strings.Cut(value, ";"); strings.Contains(head, "=") {
		value = ";" + value
	}
	server, parsed, err := authres.Parse(value)
	if err != nil && len(parsed) == 0 {
		return server, nil
	}
	for _, result := range parsed {
		r := describeResult(result)
		r.Server = short(server, maxWord)
		r.Method, r.Result, r.Detail = short(r.Method, maxWord), short(r.Result, maxWord), short(r.Detail, maxWord)
		results = append(results, r)
	}
	return server, results
}

// describeResult names the method, and what was judged.
func describeResult(result authres.Result) proof.AuthResult {
	text := func(method string, value authres.ResultValue, details ...string) proof.AuthResult {
		details = slices.DeleteFunc(details, func(d string) bool { return d == "" })
		return proof.AuthResult{Method: method, Result: string(value), Detail: strings.Join(details, ", ")}
	}
	switch r := result.(type) {
	case *authres.SPFResult:
		return text("spf", r.Value, r.From, r.Helo)
	case *authres.DKIMResult:
		return text("dkim", r.Value, r.Domain, r.Identifier)
	case *authres.DMARCResult:
		return text("dmarc", r.Value, r.From)
	case *authres.ARCResult:
		return text("arc", r.Value)
	case *authres.AuthResult:
		return text("auth", r.Value)
	case *authres.IPRevResult:
		return text("iprev", r.Value, r.IP)
	case *authres.DomainKeysResult:
		return text("domainkeys", r.Value, r.Domain)
	case *authres.SenderIDResult:
		return text("sender-id", r.Value, r.HeaderValue)
	case *authres.GenericResult:
		return text(r.Method, r.Value)
	default:
		return proof.AuthResult{}
	}
}

// failedMethods names the methods of a sender's domain that the receiving
// server found wanting. A method that passes once has not failed: a message may
// have several signatures.
func failedMethods(results []proof.AuthResult) []string {
	var failed []string
	for _, method := range []string{"spf", "dkim", "dmarc"} {
		values := map[string]bool{}
		for _, r := range results {
			if r.Method == method && isReceivers(r) {
				values[r.Result] = true
			}
		}
		if values["pass"] {
			continue
		}
		for _, bad := range []string{"fail", "softfail", "hardfail", "permerror", "policy"} {
			if values[bad] {
				failed = append(failed, strings.ToUpper(method)+" "+bad)
				break
			}
		}
	}
	return failed
}

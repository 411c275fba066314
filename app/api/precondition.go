package api

import (
	"net/http"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// entityTag is the strong entity tag of a revision (RFC 9110 §8.8.3).
func entityTag(revision vault.Revision) string {
	return `"` + strconv.FormatUint(uint64(revision), 10) + `"`
}

// ifMatch returns the revision that a write is to replace, given the one that
// is there now, 0 for none. Without a condition the call replaces whatever is
// there by then: the last one wins. With one it is made only when the tag of what
// is there is listed (RFC 9110 §13.1.1).
func ifMatch(h http.Header, now vault.Revision) (vault.Revision, error) {
	values := h.Values("If-Match")
	if len(values) == 0 {
		return vault.AnyRevision, nil
	}
	for tag := range strings.SplitSeq(strings.Join(values, ","), ",") {
		tag = strings.Trim(tag, " \t")
		if now != 0 && (tag == "*" || tag == entityTag(now)) {
			return now, nil
		}
	}
	return 0, preconditionFailed()
}

func preconditionFailed() *refusal {
	return newRefusal(http.StatusPreconditionFailed,
		fault.New(fault.Conflict, CodePrecondition, "what is there is not what the If-Match header names").
			WithHint("read it again, and repeat the change with its ETag"))
}

// stale makes a write that lost a race after its condition held one that did
// not hold.
func stale(h http.Header, err error) error {
	if fault.HasCode(err, vault.CodeStaleRevision) && len(h.Values("If-Match")) > 0 {
		return preconditionFailed()
	}
	return err
}

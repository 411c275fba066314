package conversation

import (
	"encoding/json"
	"slices"
	"strconv"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// MaxAtOnce bounds the connections to one host that are open at the same time:
// servers refuse who opens many.
const MaxAtOnce = 4

// Door is one way into a host.
type Door struct {
	Port     uint16
	Security account.Security
}

// Alternative offers the door, which was seen to work.
func (d Door) Alternative(label string) *proof.Alternative {
	patch, err := json.Marshal(struct {
		Port     uint16           `json:"port"`
		Security account.Security `json:"security"`
	}{d.Port, d.Security})
	if err != nil { // a number and a text always marshal
		return nil
	}
	return &proof.Alternative{Label: label, Patch: patch}
}

// Words names a door at the beginning of a sentence.
func (d Door) Words() string {
	port := "Port " + strconv.Itoa(int(d.Port))
	if d.Security == account.SecurityNone {
		return port + " without encryption"
	}
	return port + " with " + d.Security.Words()
}

// InParallel tries the items, at most [MaxAtOnce] at a time, and hands each
// result to ended as it comes, in the caller's goroutine; ended may return
// further items. Nothing is left running when it returns.
func InParallel[Item, Result any](items []Item, try func(Item) Result, ended func(Result) []Item) {
	results := make(chan Result)
	queue := slices.Clone(items)
	for running := 0; len(queue) > 0 || running > 0; {
		if len(queue) > 0 && running < MaxAtOnce {
			item := queue[0]
			queue = queue[1:]
			running++
			go func() { results <- try(item) }()
			continue
		}
		result := <-results
		running--
		queue = append(queue, ended(result)...)
	}
}

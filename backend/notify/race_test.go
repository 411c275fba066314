//go:build race

package notify_test

// underRace: the race detector looks on, and everything takes ten times as long.
const underRace = true

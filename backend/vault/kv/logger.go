package kv

import "log/slog"

// logger passes on that Badger complained, and never what it said: its messages
// can hold the keys of records.
type logger struct{ log *slog.Logger }

func (l logger) Errorf(string, ...any)   { l.log.Error("the working store reported an error") }
func (l logger) Warningf(string, ...any) { l.log.Warn("the working store reported a warning") }
func (logger) Infof(string, ...any)      {}
func (logger) Debugf(string, ...any)     {}

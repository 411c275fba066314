package kv

import "errors"

// Discard closes the store and forgets what is in it, without writing it out
// first: closing would flush and merge tables into mapped memory, which on a full
// disk kills the process, and is lost work for a store that is removed.
func (s *Store) Discard() error {
	return errors.Join(s.guard(s.db.DropAll), s.Close())
}

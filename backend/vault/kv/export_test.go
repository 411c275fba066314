package kv

import (
	"log/slog"
	"time"
)

// CreateRotating makes a store whose data key is replaced after a duration.
func CreateRotating(dir string, key []byte, log *slog.Logger, after time.Duration) (*Store, error) {
	return create(dir, storeOptions(dir, key, log).WithEncryptionKeyRotationDuration(after))
}

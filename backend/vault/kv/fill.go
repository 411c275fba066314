package kv

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"os"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/ristretto/v2/z"
)

const (
	// fillTable is how many bytes of pairs go into one table.
	fillTable = 8 << 20
	// fillBase makes room for a table of that size. Badger writes filled tables
	// to its last level and doubles this base for every level but the first two.
	fillBase = (fillTable + 2<<20) / 32
	// fillBatch is how many bytes are handed to Badger at once.
	fillBatch = 1 << 20
)

// Fill makes a new store in a folder that must not exist yet, proves that it is
// encrypted, writes all pairs into it and closes it. Pairs come in the order of
// their names, each name once.
//
// The tables are written as they will stay, without log and compaction: that is
// several times as fast as [Store.Write]. A store that was not filled to the end
// is to be removed, and one that was is not durable before its files are synced.
func Fill(ctx context.Context, dir string, key []byte, pairs iter.Seq2[[]byte, []byte], log *slog.Logger) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	s, err := openWith(storeOptions(dir, key, log).WithSyncWrites(false).WithBaseTableSize(fillBase).
		// Whoever fills a store opens it next, and then every table is verified.
		WithChecksumVerificationMode(options.NoVerification))
	if err != nil {
		return err
	}
	err = checkEncrypted(dir)
	if err == nil {
		err = s.guard(func() error { return fill(ctx, s.db, pairs) })
	}
	return errors.Join(err, s.Close())
}

func fill(ctx context.Context, db *badger.DB, pairs iter.Seq2[[]byte, []byte]) error {
	w := db.NewStreamWriter()
	err := w.PrepareIncremental()
	if err == nil {
		f := &filler{w: w, batch: z.NewBuffer(2*fillBatch, "fill"), stream: 1, pair: pb.KV{Version: 1}}
		defer func() { _ = f.batch.Release() }()
		err = f.all(ctx, pairs)
	}
	if err != nil {
		w.Cancel()
		return err
	}
	return w.Flush()
}

// filler gives every table a stream of its own and ends the stream before
// Badger finds the table full: that way it reports what goes wrong with a table
// here, and not by a panic in a goroutine of its own.
type filler struct {
	w      *badger.StreamWriter
	batch  *z.Buffer
	stream uint32
	size   int // of the table so far
	pair   pb.KV
}

func (f *filler) all(ctx context.Context, pairs iter.Seq2[[]byte, []byte]) error {
	for name, value := range pairs {
		if err := ctx.Err(); err != nil {
			return err
		}
		f.pair.Key, f.pair.Value, f.pair.StreamId = name, value, f.stream
		badger.KVToBuffer(&f.pair, f.batch)
		f.size += len(name) + len(value)
		if f.size >= fillTable {
			badger.KVToBuffer(&pb.KV{StreamId: f.stream, StreamDone: true}, f.batch)
			f.stream, f.size = f.stream+1, 0
		}
		if f.batch.LenNoPadding() >= fillBatch {
			if err := f.flush(); err != nil {
				return err
			}
		}
	}
	return f.flush()
}

func (f *filler) flush() error {
	if err := f.w.Write(f.batch); err != nil {
		return err
	}
	f.batch.Reset()
	return nil
}

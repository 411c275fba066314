import { describe, expect, it } from 'vitest';
import { fetchBackup, sendFile } from './transfer';

const idle = () => new AbortController().signal;
const content = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7 + (at >> 8)) % 256);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

function store(bytes: Uint8Array, piece: number) {
  const asked: number[] = [];
  return {
    asked,
    make: () =>
      Promise.resolve({
        id: 'd1',
        name: 'vault.backup',
        size: bytes.length,
        piece,
        records: 2,
        secrets: 1,
        at: '2026-11-22T05:00:00Z',
      }),
    read: (id: string, offset: number) => {
      expect(id).toBe('d1');
      asked.push(offset);
      return Promise.resolve({
        content: base64(bytes.subarray(offset, offset + piece)),
        more: offset + piece < bytes.length,
      });
    },
  };
}

function shelf(piece: number, refuse = Infinity) {
  const pieces: Buffer[] = [];
  const discarded: string[] = [];
  return {
    pieces,
    discarded,
    begin: () => Promise.resolve({ id: 'u1', piece, limit: 1 << 30 }),
    append: (_: string, text: string) => {
      if (pieces.length >= refuse) return Promise.reject(new Error('refused'));
      pieces.push(Buffer.from(text, 'base64'));
      return Promise.resolve();
    },
    discard: (id: string) => {
      discarded.push(id);
      return Promise.resolve();
    },
  };
}

describe('fetchBackup', () => {
  it.each([64_000, 199_999, 200_000, 1_000_000])(
    'puts pieces of %d bytes together',
    async (piece) => {
      const told: number[] = [];
      const { made, content: blob } = await fetchBackup(
        store(content, piece),
        (done) => told.push(done),
        idle(),
      );
      expect(made.name).toBe('vault.backup');
      expect(Buffer.from(await blob.arrayBuffer()).equals(Buffer.from(content))).toBe(true);
      expect(told[0]).toBe(0);
      expect(told.every((done) => done < content.length)).toBe(true);
    },
  );

  it('ends the download there when it is cancelled here', async () => {
    const source = store(content, 50_000);
    const abort = new AbortController();
    const told = (done: number) => {
      if (done > 0) abort.abort();
    };
    await expect(fetchBackup(source, told, abort.signal)).rejects.toThrow();
    expect(source.asked.at(-1)).toBe(content.length - 1);
  });
});

describe('sendFile', () => {
  it.each([1000, 65_536, 200_000, 500_000])('cuts into pieces of %d bytes', async (piece) => {
    const target = shelf(piece);
    expect(await sendFile(target, new Blob([content]), () => undefined, idle())).toBe('u1');
    expect(Buffer.concat(target.pieces).equals(Buffer.from(content))).toBe(true);
    expect(target.pieces).toHaveLength(Math.ceil(content.length / piece));
    expect(target.discarded).toEqual([]);
  });

  it('forgets what was sent when a piece is refused', async () => {
    const target = shelf(1000, 3);
    const sent = sendFile(target, new Blob([content]), () => undefined, idle());
    await expect(sent).rejects.toThrow('refused');
    expect(target.discarded).toEqual(['u1']);
  });

  it('forgets what was sent when it is cancelled, even after the last piece', async () => {
    const target = shelf(100_000);
    const abort = new AbortController();
    const told = (done: number) => {
      if (done > 0) abort.abort();
    };
    await expect(sendFile(target, new Blob([content]), told, abort.signal)).rejects.toThrow();
    expect(target.discarded).toEqual(['u1']);
  });
});

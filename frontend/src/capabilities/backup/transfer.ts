// Backups travel in pieces: one call takes no more than a small part of a file.

import type { backups, BackupDownload } from '../../bridge/backups';

/** Transfer is a file on its way. Sizes are in bytes; a total of 0 is not known. */
export interface Transfer {
  done: number;
  total: number;
  /** Milliseconds since the epoch. */
  startedAt: number;
}

/** started is a transfer that begins now. */
export const started = (total: number): Transfer => ({ done: 0, total, startedAt: Date.now() });

type Told = (done: number, total: number) => void;

/** fetchBackup makes a backup and reads it to its end; aborting forgets it. */
export async function fetchBackup(
  source: Pick<typeof backups, 'make' | 'read'>,
  told: Told,
  signal: AbortSignal,
): Promise<{ made: BackupDownload; content: Blob }> {
  const made = await source.make();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (let done = 0, more = true; more;) {
      signal.throwIfAborted();
      told(done, made.size);
      const piece = await source.read(made.id, done);
      const bytes = decode(piece.content);
      pieces.push(bytes);
      done += bytes.length;
      more = piece.more;
    }
  } catch (thrown) {
    // Reading the last piece is what ends it there.
    await source.read(made.id, Math.max(0, made.size - 1)).catch(() => undefined);
    throw thrown;
  }
  return { made, content: new Blob(pieces, { type: 'application/octet-stream' }) };
}

/** sendFile uploads a file and answers the upload's ID; aborting forgets it. */
export async function sendFile(
  target: Pick<typeof backups, 'begin' | 'append' | 'discard'>,
  file: Blob,
  told: Told,
  signal: AbortSignal,
): Promise<string> {
  const upload = await target.begin(file.size);
  try {
    for (let done = 0; done < file.size;) {
      signal.throwIfAborted();
      told(done, file.size);
      const piece = file.slice(done, done + upload.piece);
      await target.append(upload.id, encode(new Uint8Array(await piece.arrayBuffer())));
      done += piece.size;
    }
    signal.throwIfAborted();
  } catch (thrown) {
    await target.discard(upload.id).catch(() => undefined);
    throw thrown;
  }
  return upload.id;
}

// A call of a function takes only so many arguments.
const atOnce = 0x4000;

function encode(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += atOnce) {
    text += String.fromCharCode(...bytes.subarray(at, at + atOnce));
  }
  return btoa(text);
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

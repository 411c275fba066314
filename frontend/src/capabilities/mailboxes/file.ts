// A file of mailboxes on its way: as text, or as base64 when it is sealed.

import { Fault } from '../../bridge/fault';
import { binaryPieces, type Content, type Piece } from '../../importing/content';
import { mailboxes } from '../../text';

// A sealed file begins so (age, version 1), or so when it is text.
const headers = ['age-encryption.org', '-----BEGIN AGE ENCRYPTED FILE-----'];

// As text a piece may double on its way.
const textPiece = 256 * 1024;

/**
 * readContent reads a file as UTF-8, or as UTF-16 when it says so. Any other
 * encoding is refused: a letter read wrongly in a password would never be found.
 */
export async function readContent(file: Blob): Promise<Content> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) throw refused('empty');
  if (headers.some((header) => begins(bytes, header))) {
    return { size: bytes.length, sealed: true, pieces: binaryPieces(bytes) };
  }
  const text = new TextEncoder().encode(decode(bytes));
  return { size: text.length, sealed: false, pieces: textPieces(text) };
}

function* textPieces(bytes: Uint8Array): Generator<Piece> {
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length;) {
    const end = wholeLetters(bytes, Math.min(bytes.length, at + textPiece));
    yield { text: decoder.decode(bytes.subarray(at, end)), end };
    at = end;
  }
}

function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw refused('encoding');
  }
}

function refused(why: 'empty' | 'encoding'): Fault {
  return new Fault({ code: `page.import_${why}`, kind: 'invalid', ...mailboxes.importing[why] });
}

const begins = (bytes: Uint8Array, word: string) =>
  [...word].every((letter, at) => bytes[at] === letter.charCodeAt(0));

// The continuation bytes of UTF-8 are 10xxxxxx.
function wholeLetters(bytes: Uint8Array, end: number): number {
  let at = end;
  while (at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

// A file to import on its way: as text, or as base64 when it is sealed.

import { Fault } from '../../bridge/fault';
import { mailboxes } from '../../text';

/** Content is a file as it is handed over. */
export interface Content {
  bytes: Uint8Array;
  sealed: boolean;
}

/** Piece is a part of a file, and how many of its bytes are there with it. */
export interface Piece {
  text: string;
  end: number;
}

// A sealed file begins so (age, version 1), or so when it is text.
const headers = ['age-encryption.org', '-----BEGIN AGE ENCRYPTED FILE-----'];

// As text a piece may double on its way; as base64 a third is added. A multiple of
// three bytes is base64 that goes on in the next piece.
const textPiece = 256 * 1024;
const sealedPiece = 384 * 1024;

/**
 * readContent reads a file as UTF-8, or as UTF-16 when it says so. Any other
 * encoding is refused: a letter read wrongly in a password would never be found.
 */
export async function readContent(file: Blob): Promise<Content> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) throw refused('empty');
  if (headers.some((header) => begins(bytes, header))) return { bytes, sealed: true };
  return { bytes: new TextEncoder().encode(decode(bytes)), sealed: false };
}

/** pieces cuts a file into parts of which one call takes one. */
export function* pieces({ bytes, sealed }: Content): Generator<Piece> {
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length;) {
    const wanted = Math.min(bytes.length, at + (sealed ? sealedPiece : textPiece));
    const end = sealed ? wanted : wholeLetters(bytes, wanted);
    const part = bytes.subarray(at, end);
    yield { text: sealed ? toBase64(part) : decoder.decode(part), end };
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

// A call of a function takes only so many arguments.
const atOnce = 0x4000;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += atOnce) {
    text += String.fromCharCode(...bytes.subarray(at, at + atOnce));
  }
  return btoa(text);
}

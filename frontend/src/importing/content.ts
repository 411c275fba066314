// A file to import on its way: in pieces of which one call takes one.

/** Content is a file as it is handed over. */
export interface Content {
  /** Bytes. */
  readonly size: number;
  /** It opens with a passphrase. */
  readonly sealed: boolean;
  readonly pieces: Iterable<Piece>;
}

/** Piece is a part of a file, and how many of its bytes are there with it. */
export interface Piece {
  readonly text: string;
  readonly end: number;
}

// As base64 a third is added. A multiple of three bytes is base64 that goes on in the
// next piece.
const binaryPiece = 384 * 1024;

/** binaryPieces spells bytes in base64. */
export function* binaryPieces(bytes: Uint8Array): Generator<Piece> {
  for (let at = 0; at < bytes.length; at += binaryPiece) {
    const part = bytes.subarray(at, at + binaryPiece);
    yield { text: toBase64(part), end: at + part.length };
  }
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

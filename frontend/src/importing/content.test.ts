import { expect, it } from 'vitest';
import { binaryPieces } from './content';

it('spells bytes so that the pieces go on from each other', () => {
  const bytes = Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 7) % 256);
  const parts = [...binaryPieces(bytes)];
  expect(parts.map((part) => part.end)).toEqual([393_216, 786_432, 1_000_000]);
  expect(parts.every((part) => part.text.length <= 512 * 1024)).toBe(true);
  const back = Buffer.from(parts.map((part) => part.text).join(''), 'base64');
  expect(Buffer.compare(back, bytes)).toBe(0);
});

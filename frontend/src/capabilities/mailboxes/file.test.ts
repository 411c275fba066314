import { describe, expect, it } from 'vitest';
import { pieces, readContent } from './file';

const utf16 = (text: string) => new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
const read = async (...parts: BlobPart[]) => readContent(new Blob(parts));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('readContent', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode('mailbox\nä@example.com\n')],
    ['UTF-8 with a mark', new TextEncoder().encode('\uFEFFmailbox\nä@example.com\n')],
    ['UTF-16', utf16('mailbox\nä@example.com\n')],
  ])('reads %s', async (_, bytes) => {
    const content = await read(bytes);
    expect(content.sealed).toBe(false);
    expect(text(content.bytes)).toBe('mailbox\nä@example.com\n');
  });

  it('refuses what would change letters of a password', async () => {
    const latin = new Uint8Array([0x6d, 0x0a, 0xe4, 0x40, 0x61]);
    await expect(read(latin)).rejects.toMatchObject({ code: 'page.import_encoding' });
  });

  it('refuses an empty file', async () => {
    await expect(read()).rejects.toMatchObject({ code: 'page.import_empty' });
  });

  it('knows a sealed file, as bytes or as text', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('age-encryption.org/v1\n'), 0xff, 0]);
    const plain = await read(bytes);
    expect([plain.sealed, plain.bytes]).toEqual([true, bytes]);
    const text = '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n';
    const armored = await read(text);
    expect([armored.sealed, new TextDecoder().decode(armored.bytes)]).toEqual([true, text]);
  });
});

describe('pieces', () => {
  const most = 512 * 1024;

  it('cuts no letter in two', () => {
    const whole = '€'.repeat(300_000);
    const bytes = new TextEncoder().encode(whole);
    const parts = [...pieces({ bytes, sealed: false })];
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((part) => part.text).join('')).toBe(whole);
    expect(parts.every((part) => new TextEncoder().encode(part.text).length <= most)).toBe(true);
    expect(parts.at(-1)?.end).toBe(bytes.length);
  });

  it('spells bytes so that the pieces go on from each other', () => {
    const bytes = Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 7) % 256);
    const parts = [...pieces({ bytes, sealed: true })];
    expect(parts.length).toBe(3);
    expect(parts.every((part) => part.text.length <= most)).toBe(true);
    const back = Buffer.from(parts.map((part) => part.text).join(''), 'base64');
    expect(Buffer.compare(back, bytes)).toBe(0);
  });
});

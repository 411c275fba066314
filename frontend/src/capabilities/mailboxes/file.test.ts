import { describe, expect, it } from 'vitest';
import { readContent } from './file';

const utf16 = (text: string) => new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);

async function read(...parts: BlobPart[]) {
  const { pieces, ...content } = await readContent(new Blob(parts));
  const list = [...pieces];
  return { ...content, pieces: list, text: list.map((piece) => piece.text).join('') };
}

describe('readContent', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode('mailbox\nä@example.com\n')],
    ['UTF-8 with a mark', new TextEncoder().encode('\uFEFFmailbox\nä@example.com\n')],
    ['UTF-16', utf16('mailbox\nä@example.com\n')],
  ])('reads %s', async (_, bytes) => {
    const content = await read(bytes);
    expect(content.sealed).toBe(false);
    expect(content.text).toBe('mailbox\nä@example.com\n');
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
    const armored = '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n';
    for (const file of [Buffer.from(bytes), Buffer.from(armored)]) {
      const content = await read(file);
      expect([content.sealed, content.size]).toEqual([true, file.length]);
      expect(Buffer.from(content.text, 'base64')).toEqual(file);
    }
  });

  it('cuts no letter in two', async () => {
    const whole = '€'.repeat(300_000);
    const { pieces, text, size } = await read(whole);
    expect(pieces.length).toBeGreaterThan(1);
    expect(text).toBe(whole);
    const most = 512 * 1024;
    expect(pieces.every((one) => new TextEncoder().encode(one.text).length <= most)).toBe(true);
    expect([size, pieces.at(-1)?.end]).toEqual([900_000, 900_000]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SecretCopy, type Surroundings } from './clipboard.svelte';

const secret = 'ABCDE-FGHIJ';

/** around is a browser whose clipboard holds what was copied last. */
function around(changes: Partial<Surroundings> = {}) {
  const clipboard = { text: 'before' };
  const surroundings: Surroundings = {
    door: () => Promise.resolve({ copied: false, seconds: 20 }),
    read: () => Promise.resolve(clipboard.text),
    write: (text) => {
      clipboard.text = text;
      return Promise.resolve();
    },
    mayRead: () => Promise.resolve(true),
    inFront: () => Promise.resolve(),
    hasFocus: () => true,
    ...changes,
  };
  return { clipboard, copy: new SecretCopy(surroundings) };
}

describe('SecretCopy', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('leaves the clearing to a door that copies itself', async () => {
    const { clipboard, copy } = around({
      door: () => Promise.resolve({ copied: true, seconds: 20 }),
    });
    await copy.copy(secret);
    expect(clipboard.text).toBe('before');
    expect(copy.copied).toEqual({ what: 'clearing', seconds: 20 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(copy.copied).toEqual({ what: 'cleared' });
  });

  it('clears what is still its own', async () => {
    const { clipboard, copy } = around();
    await copy.copy(secret);
    expect(clipboard.text).toBe(secret);
    await vi.advanceTimersByTimeAsync(19_999);
    expect(clipboard.text).toBe(secret);
    await vi.advanceTimersByTimeAsync(1);
    expect(clipboard.text).toBe('');
    expect(copy.copied).toEqual({ what: 'cleared' });
  });

  it('leaves alone what was copied since', async () => {
    const { clipboard, copy } = around();
    await copy.copy(secret);
    clipboard.text = 'a shopping list';
    await vi.advanceTimersByTimeAsync(20_000);
    expect(clipboard.text).toBe('a shopping list');
    expect(copy.copied).toEqual({ what: 'replaced' });
  });

  it('says that it stays where the page may not read', async () => {
    const { clipboard, copy } = around({ mayRead: () => Promise.resolve(false) });
    await copy.copy(secret);
    expect(copy.copied).toEqual({ what: 'stays' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(clipboard.text).toBe(secret);
  });

  it('waits for the page to be in front again', async () => {
    let focus = () => {};
    const { clipboard, copy } = around({
      hasFocus: () => false,
      inFront: () => new Promise((resolve) => (focus = resolve)),
    });
    await copy.copy(secret);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(copy.copied).toEqual({ what: 'waiting' });
    expect(clipboard.text).toBe(secret);
    focus();
    await vi.advanceTimersByTimeAsync(0);
    expect(clipboard.text).toBe('');
  });

  it('begins again with the second copy', async () => {
    const { clipboard, copy } = around();
    await copy.copy(secret);
    await vi.advanceTimersByTimeAsync(15_000);
    await copy.copy(secret);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(clipboard.text).toBe(secret);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(clipboard.text).toBe('');
  });

  it('says when the browser refuses to copy, or to be read after all', async () => {
    const refusing = () => Promise.reject(new Error('not allowed'));
    const { copy } = around({ write: refusing });
    await copy.copy(secret);
    expect(copy.copied).toEqual({ what: 'refused' });
    const unread = around({ read: refusing });
    await unread.copy.copy(secret);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(unread.copy.copied).toEqual({ what: 'stays' });
    expect(unread.clipboard.text).toBe(secret);
  });
});

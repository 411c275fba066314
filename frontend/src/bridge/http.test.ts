import { describe, expect, it, vi } from 'vitest';
import { oneTimeToken, openSession, remoteGo } from './http';

function storage(): Pick<Storage, 'getItem' | 'setItem'> & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

const answering = (status: number, body: string) =>
  vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, { status })));

function page(hash: string, fetch: typeof globalThis.fetch) {
  return {
    location: { hash, pathname: '/', search: '' },
    history: { replaceState: vi.fn() },
    storage: storage(),
    fetch,
  };
}

describe('oneTimeToken', () => {
  it.each([
    ['#token=abc', 'abc'],
    ['#token=a%2Bb', 'a+b'],
    ['', ''],
    ['#/outgoing', ''],
  ])('reads %j as %j', (fragment, token) => {
    expect(oneTimeToken(fragment)).toBe(token);
  });
});

describe('openSession', () => {
  it('exchanges the one-time token and clears the address first', async () => {
    const post = answering(200, '{"token":"session"}');
    const tab = page('#token=once', post);
    const session = await openSession(tab);
    expect(tab.history.replaceState).toHaveBeenCalledWith(null, '', '/');
    expect(post).toHaveBeenCalledWith(
      '/session',
      expect.objectContaining({ method: 'POST', body: '{"token":"once"}' }),
    );
    expect(session.token()).toBe('session');
    expect([...tab.storage.kept.values()]).toEqual(['session']);
  });

  it('keeps the session of a reloaded tab', async () => {
    const post = answering(500, '');
    const tab = page('#/outgoing', post);
    tab.storage.setItem('patchbay.session', 'kept');
    expect((await openSession(tab)).token()).toBe('kept');
    expect(post).not.toHaveBeenCalled();
  });

  it('refuses a used link and stores nothing', async () => {
    const tab = page('#token=used', answering(401, ''));
    await expect(openSession(tab)).rejects.toMatchObject({ code: 'page.disconnected' });
    expect(tab.storage.kept.size).toBe(0);
    expect(tab.history.replaceState).toHaveBeenCalled();
  });
});

describe('remoteGo', () => {
  const session = { token: () => 'bearer' };
  const method = (post: typeof fetch) => remoteGo(session, post)['app']?.['Outgoing']?.['Get'];

  it('posts the arguments under the method’s name', async () => {
    const post = answering(200, '{"host":"mail.example.com"}');
    await expect(method(post)?.('d1', 2)).resolves.toEqual({ host: 'mail.example.com' });
    expect(post).toHaveBeenCalledWith('/rpc/app.Outgoing.Get', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer bearer' },
      body: '["d1",2]',
    });
  });

  it('answers nothing for an empty body', async () => {
    await expect(method(answering(200, ''))?.()).resolves.toBeUndefined();
  });

  it('rejects with the fault document', async () => {
    const document = '{"code":"vault.locked","kind":"locked","message":"m"}';
    await expect(method(answering(423, document))?.()).rejects.toThrow(document);
  });

  it('knows a session that is gone', async () => {
    await expect(method(answering(401, 'no'))?.()).rejects.toMatchObject({
      code: 'page.disconnected',
    });
  });

  it('explains a program that is gone in words of its own', async () => {
    const post = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(method(post)?.()).rejects.toMatchObject({
      code: 'page.unreachable',
      kind: 'unreachable',
    });
  });

  it('has no methods named by symbols', () => {
    const go = remoteGo(session, answering(200, ''));
    expect(Reflect.get(go, Symbol.toPrimitive)).toBeUndefined();
  });
});

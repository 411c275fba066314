// The browser door: the generated wrappers call window.go.app.X.Y(args); in a
// browser a Proxy of that name posts the arguments to /rpc/app.X.Y.

import { Fault } from './fault';

const storageKey = 'patchbay.session';

/** Session is the bearer token of this tab; it dies with the tab. */
export interface Session {
  token(): string;
}

interface Page {
  location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  history: Pick<History, 'replaceState'>;
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  fetch: typeof fetch;
}

/**
 * openSession exchanges the one-time token of the link for a session token,
 * and takes it out of the address, so that neither history nor a copied
 * address holds it.
 */
export async function openSession(page: Page): Promise<Session> {
  const once = oneTimeToken(page.location.hash);
  if (once !== '') {
    page.history.replaceState(null, '', page.location.pathname + page.location.search);
    page.storage.setItem(storageKey, await exchange(page.fetch, once));
  }
  return { token: () => page.storage.getItem(storageKey) ?? '' };
}

/** oneTimeToken reads the token from the address' fragment, "#token=...". */
export function oneTimeToken(fragment: string): string {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token') ?? '';
}

async function exchange(post: typeof fetch, token: string): Promise<string> {
  const answer = await post('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!answer.ok) throw disconnected();
  const body = (await answer.json()) as { token: string };
  return body.token;
}

/** disconnected is the fault of a tab whose session is gone. */
export function disconnected(): Fault {
  return new Fault({
    code: 'page.disconnected',
    kind: 'denied',
    message: 'this tab is not connected to Patchbay',
    hint: 'open the link that the terminal shows; each link works once',
  });
}

type Method = (...args: unknown[]) => Promise<unknown>;
type Go = Record<string, Record<string, Record<string, Method>>>;

/** remoteGo is a window.go whose methods post to the browser door. */
export function remoteGo(session: Session, post: typeof fetch): Go {
  const method =
    (name: string): Method =>
    (...args) =>
      invoke(session, post, name, args);
  return branch((pack) =>
    branch((object) => branch((name) => method(`${pack}.${object}.${name}`))),
  );
}

function branch<T>(make: (name: string) => T): Record<string, T> {
  return new Proxy<Record<string, T>>(
    {},
    { get: (_, name) => (typeof name === 'string' ? make(name) : undefined) },
  );
}

async function invoke(
  session: Session,
  post: typeof fetch,
  name: string,
  args: unknown[],
): Promise<unknown> {
  const answer = await reach(post, `/rpc/${name}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${session.token()}`,
    },
    body: JSON.stringify(args),
  });
  const body = await answer.text();
  if (answer.status === 401) throw disconnected();
  if (!answer.ok) throw new Error(body);
  return body === '' ? undefined : (JSON.parse(body) as unknown);
}

// A browser's own words for it, such as "Failed to fetch", help nobody.
async function reach(post: typeof fetch, address: string, init: RequestInit): Promise<Response> {
  try {
    return await post(address, init);
  } catch {
    throw new Fault({
      code: 'page.unreachable',
      kind: 'unreachable',
      message: 'Patchbay does not answer: whether this was done is unknown',
      hint: 'see whether it still runs; if not, start it again and open the link that it shows',
    });
  }
}

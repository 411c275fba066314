// An intent is what a page is opened for, beside being looked at: "edit",
// "test-send", "field:host". It travels in the history entry's state and not in
// the address, because an address can be a link that somebody else has made, and
// no such link may send a mail or rotate a key.

import { href, parseRoute, type Route } from './route';

/** fieldIntent opens a page to edit one field, named as faults name it. */
export const fieldIntent = (name: string): string => `field:${name}`;

/** fieldOf is the field an intent is about, or undefined. */
export function fieldOf(intent: string): string | undefined {
  return intent.startsWith('field:') ? intent.slice('field:'.length) : undefined;
}

/** openWith goes to a page as a link does, and says what for. */
export function openWith(route: Route, intent: string): void {
  history.pushState({ intent }, '', href(route));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** takeIntent is what the page shown now was opened for; it can be taken once. */
export function takeIntent(page: Route['page']): string | undefined {
  if (parseRoute(location.hash).page !== page) return undefined;
  const state = history.state as { intent?: unknown } | null;
  if (typeof state?.intent !== 'string') return undefined;
  history.replaceState(null, '');
  return state.intent;
}

/**
 * followIntents acts on what a page was opened for, now and whenever it is
 * opened again while it is shown, until the returned function is called.
 */
export function followIntents(page: Route['page'], act: (intent: string) => void): () => void {
  const take = () => {
    const intent = takeIntent(page);
    if (intent !== undefined) act(intent);
  };
  window.addEventListener('hashchange', take);
  take();
  return () => {
    window.removeEventListener('hashchange', take);
  };
}

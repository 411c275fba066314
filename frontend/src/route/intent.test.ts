import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fieldIntent, fieldOf, followIntents, openWith, takeIntent } from './intent';

// The part of a browser that an address and its history are made of.
function browser() {
  const location = { hash: '' };
  const history = {
    state: null as unknown,
    pushState: (state: unknown, _: string, url: string) => {
      history.state = state;
      location.hash = url;
    },
    replaceState: (state: unknown) => (history.state = state),
  };
  return { window: new EventTarget(), location, history, HashChangeEvent: Event };
}

beforeEach(() => {
  for (const [name, value] of Object.entries(browser())) vi.stubGlobal(name, value);
});
afterEach(() => vi.unstubAllGlobals());

describe('intents', () => {
  it('are taken once, by the page they are for', () => {
    openWith({ page: 'outgoing' }, 'edit');
    expect(location.hash).toBe('#/outgoing');
    expect(takeIntent('settings')).toBeUndefined();
    expect(takeIntent('outgoing')).toBe('edit');
    expect(takeIntent('outgoing')).toBeUndefined();
  });

  it('are never read from the address', () => {
    location.hash = '#/outgoing?intent=test-send';
    expect(takeIntent('outgoing')).toBeUndefined();
  });

  it('reach a page that is already shown, until it stops', () => {
    const seen: string[] = [];
    openWith({ page: 'outgoing' }, 'first');
    const stop = followIntents('outgoing', (intent) => seen.push(intent));
    openWith({ page: 'outgoing' }, 'second');
    openWith({ page: 'settings' }, 'elsewhere');
    stop();
    openWith({ page: 'outgoing' }, 'late');
    expect(seen).toEqual(['first', 'second']);
  });

  it('name a field', () => {
    expect(fieldOf(fieldIntent('oauth2.clientId'))).toBe('oauth2.clientId');
    expect(fieldOf('edit')).toBeUndefined();
  });
});

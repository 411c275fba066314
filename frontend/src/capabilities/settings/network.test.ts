import { describe, expect, it } from 'vitest';
import type { NetworkSettings } from '../../bridge/network';
import { networkDraft, sentNetwork } from './network';

const stored: NetworkSettings = {
  revision: 3,
  changedAt: '2026-11-21T12:00:00Z',
  proxy: 'manual',
  scheme: 'http',
  address: 'proxy.example.com:3128',
  user: 'ada',
  password: { set: true, changedAt: '2026-11-21T12:00:00Z' },
  resolver: '192.0.2.53',
  system: 'http://proxy.example.com:3128',
};

describe('networkDraft', () => {
  it('edits what is stored, and leaves the password where it is', () => {
    expect(networkDraft(stored)).toEqual({
      revision: 3,
      proxy: 'manual',
      scheme: 'http',
      address: 'proxy.example.com:3128',
      user: 'ada',
      password: { change: 'keep', value: '' },
      resolver: '192.0.2.53',
    });
  });

  it('proposes SOCKS5 where nothing is stored', () => {
    expect(networkDraft({ ...stored, proxy: 'system', scheme: '' }).scheme).toBe('socks5');
  });
});

it.each([
  [{ change: 'set', value: 'new' }, 'set'],
  [{ change: 'set', value: '' }, 'keep'],
  [{ change: 'clear', value: '' }, 'clear'],
])('%j is sent as %s', (password, change) => {
  expect(sentNetwork({ ...networkDraft(stored), password }).password.change).toBe(change);
});

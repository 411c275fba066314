import { describe, expect, it } from 'vitest';
import type { APIClient } from '../../bridge/apiClients';
import { addAuthority, applyPatch, blankDraft, draftOf, sent } from './draft';

const stored: APIClient = {
  id: 'c1',
  revision: 3,
  clientId: 'nightly',
  description: '',
  scopes: ['mail:read'],
  default: true,
  tokenUrl: '',
  clientAuth: '',
  caPem: '',
  secret: { set: true, changedAt: '2026-11-22T05:00:00Z' },
  bound: '',
  lastUsedAt: '',
  tokens: 0,
  changedAt: '',
  light: 'never',
  summary: '',
};

describe('a draft', () => {
  it('generates the secret of a new client, and keeps a stored one', () => {
    expect(blankDraft('d1', false).secret.change).toBe('generate');
    expect(draftOf('d1', stored).secret.change).toBe('keep');
    const without = { ...stored, secret: { set: false, changedAt: '' } };
    expect(draftOf('d1', without).secret.change).toBe('generate');
  });

  it.each([true, false])('makes the first client the default one: %s', (first) => {
    expect(blankDraft('d1', first).default).toBe(first);
  });

  it.each([
    ['keep', ''],
    ['generate', ''],
    ['set', 'typed'],
  ])('sends a value only where one was entered: %s', (change, value) => {
    const draft = { ...draftOf('d1', stored), secret: { change, value: 'typed' } };
    expect(sent(draft).secret).toEqual({ change, value });
  });

  it('takes over what the form has a field for, and never a secret', () => {
    const patch = JSON.stringify({
      clientAuth: 'client_secret_post',
      scopes: ['a'],
      tokenUrl: 7,
      secret: { change: 'set', value: 'x' },
      deploymentId: 'd2',
      unheardOf: true,
    });
    const draft = draftOf('d1', stored);
    const scopes = ['a'];
    expect(applyPatch(draft, patch)).toEqual({
      ...draft,
      clientAuth: 'client_secret_post',
      scopes,
    });
    expect(applyPatch(draft, 'null')).toBe(draft);
  });

  it('adds an authority once', () => {
    const once = addAuthority(draftOf('d1', stored), 'PEM');
    expect(addAuthority(once, 'PEM').caPem).toBe('PEM\n');
  });
});

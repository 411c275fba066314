import { describe, expect, it } from 'vitest';
import type { IdentityProvider, IdentityProviderFields } from '../../bridge/identityProviders';
import {
  addAuthority,
  applyPatch,
  blankDraft,
  draftOf,
  fieldOfDocument,
  fillsIn,
  flat,
  type ProviderDraft,
  sent,
} from './draft';

const draft = (changes: Partial<ProviderDraft> = {}): ProviderDraft => ({
  ...blankDraft('d1'),
  id: 'p1',
  revision: 3,
  ...changes,
});

describe('draftOf', () => {
  it('keeps the stored secrets where they are', () => {
    const { fields } = sent(blankDraft('d1'));
    const stored = {
      deploymentId: 'd1',
      id: 'p1',
      revision: 4,
      fields: { ...fields, name: 'Entra ID' },
      clientSecret: { set: true, changedAt: '' },
      spKey: { set: false, changedAt: '' },
      spNextKey: { set: false, changedAt: '' },
    } as IdentityProvider;
    const made = draftOf(stored);
    expect(made).toMatchObject({ id: 'p1', revision: 4, name: 'Entra ID' });
    for (const secret of [made.clientSecret, made.spKeyPem, made.spNextKeyPem]) {
      expect(secret).toEqual({ change: 'keep', value: '' });
    }
  });
});

describe('flat', () => {
  it('takes a list that is null for an empty one, and a choice that is empty for its default', () => {
    const nested = sent(draft());
    const fields = {
      ...nested.fields,
      scopes: null,
      allowedDomains: null,
      signingCertificates: null,
      loopbackHost: '',
      ssoBinding: '',
      loopbackAcs: '',
    } as unknown as IdentityProviderFields;
    expect(flat({ ...nested, fields })).toMatchObject({
      scopes: [],
      allowedDomains: [],
      signingCertificates: [],
      loopbackHost: '127.0.0.1',
      ssoBinding: 'redirect',
      loopbackAcs: 'http',
    });
  });

  it('undoes what sending does', () => {
    const one = draft({ issuer: 'https://login.example.com', scopes: ['openid'] });
    expect(flat(sent(one))).toEqual(one);
  });
});

describe('sent', () => {
  it('keeps the stored secret when nothing was typed in its place', () => {
    const opened = draft({ clientSecret: { change: 'set', value: '' } });
    expect(sent(opened).clientSecret).toEqual({ change: 'keep', value: '' });
    const typed = draft({ clientSecret: { change: 'set', value: 's3cret' } });
    expect(sent(typed).clientSecret).toEqual({ change: 'set', value: 's3cret' });
  });

  it('names the keys as Go takes them, and no field twice', () => {
    const made = sent(draft({ spKeyPem: { change: 'set', value: 'PEM' } }));
    expect(made.spKey).toEqual({ change: 'set', value: 'PEM' });
    for (const name of ['deploymentId', 'id', 'revision', 'clientSecret', 'spKeyPem']) {
      expect(made.fields).not.toHaveProperty(name);
    }
  });
});

describe('applyPatch', () => {
  it('takes over texts, lists and switches', () => {
    const patch = '{"issuer":"https://b.example/","scopes":["openid","email"],"pkce":false}';
    expect(applyPatch(draft(), patch)).toMatchObject({
      issuer: 'https://b.example/',
      scopes: ['openid', 'email'],
      pkce: false,
    });
  });

  it('takes the document’s second name of the SSO URL', () => {
    const patched = applyPatch(draft(), '{"ssoUrl":"https://idp.example/sso"}');
    expect(patched.authUrl).toBe('https://idp.example/sso');
    expect(patched).not.toHaveProperty('ssoUrl');
  });

  it.each([
    '{"clientSecret":{"change":"set","value":"x"}}',
    '{"spKeyPem":"x"}',
    '{"id":"other","revision":9,"deploymentId":"other"}',
    '{"unknown":"x"}',
    '{"scopes":"openid"}',
    '{"scopes":[1]}',
    '{"pkce":"false"}',
    '{"issuer":null}',
    'null',
    '7',
  ])('leaves the draft as it is for %s', (patch) => {
    expect(applyPatch(draft(), patch)).toEqual(draft());
  });
});

it.each([
  ['{"issuer":"https://a.example"}', ['issuer'], true],
  ['{"issuer":"https://a.example"}', ['clientId', 'issuer'], true],
  ['{"clientAuth":"none"}', ['issuer'], false],
  ['{}', ['issuer'], false],
  ['', ['issuer'], false],
  ['null', ['issuer'], false],
])('knows whether %s fills in %s', (patch, fields, expected) => {
  expect(fillsIn(patch, fields)).toBe(expected);
});

it('adds an authority once', () => {
  const first = addAuthority(draft(), 'A\n');
  const second = addAuthority(first, 'B');
  expect(second.caPem).toBe('A\nB\n');
  expect(addAuthority(second, 'A').caPem).toBe('A\nB\n');
});

it('lands a fault of the SSO URL on the field that stands for it', () => {
  expect(fieldOfDocument('ssoUrl')).toBe('authUrl');
  expect(fieldOfDocument('issuer')).toBe('issuer');
});

import { expect, it } from 'vitest';
import type { StoredAccount } from './account.svelte';
import { exampleDraft } from './example';
import { missingFields } from './missing';

const secret = (set: boolean) => ({ set, changedAt: '' });
const stored = (set: boolean) =>
  ({
    password: secret(set),
    oauth2: { clientSecret: secret(set), refreshToken: secret(set) },
  }) as StoredAccount;
const draft = exampleDraft;

it.each([
  [
    'what is at fault, and the password that nobody has entered',
    draft(),
    [{ name: 'name', message: '' }],
    [],
    false,
    ['name', 'password'],
  ],
  [
    'a fault and a secret that is bound elsewhere',
    draft(),
    [{ name: 'user', message: '' }],
    ['password'],
    true,
    ['user', 'password'],
  ],
  ['a secret that is bound elsewhere', draft(), [], ['password'], true, ['password']],
  ['a password that nobody has entered', draft(), [], [], false, ['password']],
  [
    'a password that is typed',
    draft({ password: { change: 'set', value: 'x' } }),
    [],
    [],
    false,
    ['host'],
  ],
  ['a password that is stored', draft(), [], [], true, ['host']],
  ['no sign-in', draft({ auth: 'none' }), [], [], false, ['host']],
  [
    'an application without its secret',
    draft({ auth: 'oauth2', oauth2: { ...draft().oauth2, grant: 'client_credentials' } }),
    [],
    [],
    false,
    ['oauth2.clientSecret'],
  ],
])('%s', (_, on, faults, unbound, set, fields) => {
  expect(missingFields(on, faults, { unbound }, stored(set))).toEqual(fields);
});

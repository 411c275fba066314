import { expect, it } from 'vitest';
import type { OutgoingServer } from '../../bridge/outgoing';
import { draftOf } from './draft';
import { missingField } from './missing';

const secret = (set: boolean) => ({ set, changedAt: '' });
const stored = (set: boolean) =>
  ({
    password: secret(set),
    oauth2: { clientSecret: secret(set), refreshToken: secret(set) },
  }) as OutgoingServer;
const draft = (changes = {}) => ({ ...draftOf(stored(false)), ...changes });

it.each([
  ['the first fault', draft(), [{ name: 'from', message: '' }], ['password'], false, 'from'],
  ['a secret that is bound elsewhere', draft(), [], ['password'], true, 'password'],
  ['a password that nobody has entered', draft(), [], [], false, 'password'],
  [
    'a password that is typed',
    draft({ password: { change: 'set', value: 'x' } }),
    [],
    [],
    false,
    'host',
  ],
  ['a password that is stored', draft(), [], [], true, 'host'],
  ['no sign-in', draft({ auth: 'none' }), [], [], false, 'host'],
  [
    'an application without its secret',
    draft({ auth: 'oauth2', oauth2: { ...draft().oauth2, grant: 'client_credentials' } }),
    [],
    [],
    false,
    'oauth2.clientSecret',
  ],
])('%s', (_, on, faults, unbound, set, field) => {
  expect(missingField(on, faults, { unbound }, stored(set))).toBe(field);
});

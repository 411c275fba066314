import { expect, it } from 'vitest';
import { pageOf } from './affected';

it.each([
  ['outgoing', 'outgoing'],
  ['mailboxes', 'mailboxes'],
  ['idp', 'idp'],
  ['api', 'api'],
  ['localapi', 'local-api'],
  ['handover', 'outgoing'],
  ['network', 'settings'],
  ['unheard-of', undefined],
])('%s is set up at %s', (kind, page) => {
  expect(pageOf(kind)).toBe(page);
});

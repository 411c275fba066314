import { expect, it } from 'vitest';
import { endOf } from './outcome';
import { offers } from './ports.svelte';

it.each([
  ['net.closed', 'cancelled', 'cancelled'],
  ['net.timeout', 'sign_in', 'timeout'],
  ['auth.token_rejected', 'refused', 'refused'],
  ['auth.token_rejected', 'aadsts65001', 'refused'],
  ['auth.token_rejected', 'no_refresh_token', 'failed'],
  ['auth.token_rejected', 'redirected', 'failed'],
  ['settings.invalid', 'callback', 'failed'],
])('a sign-in that ended with %s (%s) was %s', (code, reason, end) => {
  expect(endOf({ code, reason })).toBe(end);
});

it.each([
  ['connect', 'net.timeout', true],
  ['tls', 'tls.not_tls', true],
  ['starttls', 'smtp.starttls_not_offered', true],
  ['authenticate', 'auth.mechanism_not_offered', true],
  ['authenticate', 'auth.rejected', false],
  ['settings', 'settings.missing', false],
  ['resolve', 'net.host_not_found', false],
  ['resolve', 'net.dns_failed', false],
  ['sender', 'smtp.sender_refused', false],
])('after %s with %s other ports may help: %s', (step, code, may) => {
  expect(offers(step, code)).toBe(may);
});

it.each([
  ['proxy', false],
  ['proxy_auth', false],
  ['proxy_refused', true],
])('after a failure of the kind %s at the proxy other ports may help: %s', (reason, may) => {
  expect(offers('connect', 'net.refused', reason)).toBe(may);
});

import { describe, expect, it } from 'vitest';
import type { Step } from '../bridge/proof';
import { doubled, onlyHere, taken } from './notices';

describe('onlyHere', () => {
  it.each([
    ['127.0.0.1', 'https://acme.example.com/mail', true],
    ['LOCALHOST', 'https://acme.example.com/mail', true],
    ['::1', '', true],
    ['mail.example.com', 'https://acme.example.com/mail', false],
    ['127.example.com', 'https://acme.example.com/mail', false],
    ['127.0.0.1', 'https://127.0.0.1:8443/mail', false],
    ['127.0.0.1', 'https://[::1]:8443/mail', false],
    ['127.0.0.1', 'https://demo.localhost:8443/mail', false],
  ])('%s for %s: %s', (host, url, here) => {
    expect(onlyHere(host, url)).toBe(here);
  });
});

describe('doubled', () => {
  it.each([
    ['https://acme.acme.example.com/digitanium/v4/mail/config', 'acme'],
    ['https://acme.example.com/digitanium/v4/mail/config', ''],
    ['', ''],
  ])('%s: %s', (url, tenant) => {
    expect(doubled(url)).toBe(tenant);
  });
});

describe('taken', () => {
  const step = (code: string) => ({ finding: { code } }) as Step;

  it.each([
    ['passed', 200, [], true],
    ['warned', 200, [step('push.loss')], true],
    ['warned', 200, [step('push.unexpected_answer')], false],
    ['warned', 204, [], false],
    ['failed', 200, [], false],
  ])('%s with %d: %s', (verdict, status, steps, expected) => {
    expect(taken({ verdict, steps }, { status })).toBe(expected);
  });

  it('takes nothing where nothing was sent', () => {
    expect(taken(undefined, undefined)).toBe(false);
  });
});

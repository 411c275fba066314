import { describe, expect, it } from 'vitest';
import type { Integration } from '../../bridge/deployments';
import type { Light } from '../../bridge/light';
import { nextStep } from './next';

const one = (kind: string, light: Light): Integration => ({
  kind,
  light,
  title: `The ${kind}`,
  target: '',
  summary: 'Failed at sign-in',
  level: '',
  provedAt: '',
});

describe('nextStep', () => {
  it('puts what is broken before what is unknown or missing', () => {
    const next = nextStep([one('a', 'missing'), one('b', 'never'), one('c', 'failed')]);
    expect(next).toMatchObject({ kind: 'c', title: 'Mend the c', body: 'Failed at sign-in' });
  });

  it.each<[Light, string]>([
    ['stale', 'Test the x again'],
    ['never', 'Test the x'],
    ['missing', 'Set up the x'],
    ['warned', 'Look at the warning of the x'],
    ['disabled', 'The x is switched off'],
  ])('%s: %s', (light, title) => {
    expect(nextStep([one('x', light)]).title).toBe(title);
  });

  it.each<[string, Light, string]>([
    ['outgoing', 'disabled', 'No notification mail is sent until it is enabled.'],
    ['idp', 'disabled', 'Nobody can sign in until a provider is enabled.'],
    ['x', 'disabled', 'It does nothing until it is enabled.'],
  ])('says what it means that %s is %s', (kind, light, body) => {
    expect(nextStep([one(kind, light)]).body).toBe(body);
  });

  it('asks for a sign-in where a provider was checked only', () => {
    const checked = { ...one('idp', 'proved'), level: 'check', target: 'Contoso' };
    expect(nextStep([one('a', 'proved'), checked])).toMatchObject({
      kind: 'idp',
      title: 'Let somebody sign in at Contoso',
    });
    expect(nextStep([checked, one('b', 'failed')]).kind).toBe('b');
  });

  it('asks for no API client, but looks after the one there is', () => {
    expect(nextStep([one('a', 'proved'), one('api', 'missing')]).kind).toBe('');
    expect(nextStep([one('a', 'proved'), one('api', 'never')]).kind).toBe('api');
    expect(nextStep([one('a', 'proved'), one('notifications', 'disabled')]).kind).toBe('');
    expect(nextStep([one('a', 'proved'), one('notifications', 'failed')]).kind).toBe(
      'notifications',
    );
  });

  it('says so when everything is proved', () => {
    expect(nextStep([one('a', 'proved')])).toMatchObject({
      kind: '',
      title: 'Everything is proved',
    });
  });
});

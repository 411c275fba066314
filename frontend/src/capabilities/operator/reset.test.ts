import { describe, expect, it } from 'vitest';
import { changedNothing, hindranceOf, mailedOf, throughOf } from './reset';

const now = Date.parse('2026-11-22T12:00:00Z');
const row = { mustChange: true, resetUntil: '2026-11-23T11:00:00Z', resetUsed: false };

describe('a mailed password', () => {
  it.each([
    ['valid', row],
    ['used', { ...row, resetUsed: true }],
    ['expired', { ...row, resetUntil: '2026-11-22T12:00:00Z' }],
    ['used', { ...row, resetUsed: true, resetUntil: '2026-11-22T11:00:00Z' }],
    [undefined, { ...row, resetUntil: '' }], // a first password
    [undefined, { ...row, mustChange: false }], // replaced since
  ])('is %s', (state, shown) => {
    expect(mailedOf(shown, now)).toBe(state);
  });

  it('changes nothing when it was not mailed', () => {
    expect(changedNothing('gateway.refused')).toBe(true);
    expect(changedNothing('operator.reset_not_saved')).toBe(false);
  });
});

describe('the gateway', () => {
  const works = { configured: true, enabled: true, redirected: '' };

  it.each([
    [undefined, works],
    ['missing', { ...works, configured: false, enabled: false }],
    ['disabled', { ...works, enabled: false, redirected: 'elsewhere' }],
    ['redirected', { ...works, redirected: 'elsewhere' }],
  ])('is hindered: %s', (why, gateway) => {
    expect(hindranceOf(gateway)).toBe(why);
  });

  it('names the server that it sends through, where it has its own', () => {
    const own = { host: 'smtp.example.com', port: '465', useDeploymentId: '' };
    expect(throughOf(own)).toBe('smtp.example.com:465');
    expect(throughOf({ ...own, useDeploymentId: 'd1' })).toBe('');
  });
});

import { expect, it } from 'vitest';
import type { ProbeRow } from '../../bridge/identityProviders';
import { bySetting } from './probing';

const row = (setting: string, value: string) => ({ setting, value }) as ProbeRow;

it('puts the values of a setting together', () => {
  const found = bySetting([
    row('clientAuth', 'basic'),
    row('pkce', 'on'),
    row('clientAuth', 'post'),
  ]);
  expect(found.map(({ setting, rows }) => [setting, rows.map(({ value }) => value)])).toEqual([
    ['clientAuth', ['basic', 'post']],
    ['pkce', ['on']],
  ]);
});

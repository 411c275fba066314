import { expect, it } from 'vitest';
import type { APICall } from '../../bridge/localApi';
import { numbered, refused } from './calls';

const call = (path: string, status = 200): APICall => ({
  at: '2026-11-22T05:00:00Z',
  method: 'GET',
  path,
  status,
  client: '',
  deployment: '',
  detail: '',
  durationMs: 1,
});

it('numbers a call the same while others arrive', () => {
  const before = numbered([call('/b'), call('/a')], 202);
  const after = numbered([call('/c'), call('/b'), call('/a')], 203);
  expect(before.map(({ path, number }) => [path, number])).toEqual([
    ['/b', 202],
    ['/a', 201],
  ]);
  expect(after.slice(1)).toEqual(before);
});

it.each([
  [200, false],
  [401, true],
  [423, true],
  [500, true],
])('%i is refused: %s', (status, is) => {
  expect(refused(call('/', status))).toBe(is);
});

import { expect, it } from 'vitest';
import { throttled } from './activity';

it('tells of activity at most once per pause', () => {
  let now = 0;
  const told: number[] = [];
  const active = throttled(
    15_000,
    () => told.push(now),
    () => now,
  );
  for (const at of [0, 10, 14_999, 15_000, 20_000, 30_000]) {
    now = at;
    active();
  }
  expect(told).toEqual([0, 15_000, 30_000]);
});

import { describe, expect, it } from 'vitest';
import { visibleRange } from './visible';

describe('visibleRange', () => {
  const view = { viewport: 560, height: 56 };

  it.each([
    ['an empty list', { top: 0, count: 0 }, { from: 0, to: 0 }],
    ['the top of a long list', { top: 0, count: 10_000 }, { from: 0, to: 16 }],
    ['its middle', { top: 56_000, count: 10_000 }, { from: 994, to: 1016 }],
    ['its end', { top: 559_440, count: 10_000 }, { from: 9984, to: 10_000 }],
    ['a list that became shorter', { top: 56_000, count: 3 }, { from: 3, to: 3 }],
  ])('%s', (_, at, range) => {
    expect(visibleRange({ ...view, ...at })).toEqual(range);
  });
});

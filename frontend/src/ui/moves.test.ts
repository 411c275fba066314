import { describe, expect, it } from 'vitest';
import { moved, scrolledTo } from './moves';

describe('moved', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 3, 4],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 3, 2],
    ['ArrowUp', 0, 0],
    ['ArrowUp', -1, 0],
    ['PageDown', 3, 13],
    ['PageDown', 95, 99],
    ['PageUp', 13, 3],
    ['Home', 42, 0],
    ['End', 42, 99],
    ['x', 42, undefined],
  ])('%s from %i leads to %s', (key, at, to) => {
    expect(moved(key, at, 100, 10)).toBe(to);
  });

  it('leads nowhere in an empty list', () => {
    expect(moved('End', -1, 0, 10)).toBeUndefined();
  });
});

describe('scrolledTo', () => {
  it.each([
    [0, 500, 0],
    [20, 500, 500],
    [10, 500, 400],
    [25, 500, 540],
    [29, 500, 700],
  ])('row %i from %i is at %i', (row, top, to) => {
    expect(scrolledTo(row, { top, viewport: 500, height: 40 })).toBe(to);
  });
});

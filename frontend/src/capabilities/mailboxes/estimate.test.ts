import { describe, expect, it } from 'vitest';
import { remaining } from './estimate';

describe('remaining', () => {
  it.each([
    [100, 1000, 10, 90],
    [500, 1000, 5, 5],
    [30, 1000, 10, 320],
    [999, 1000, 10, 1],
    [19, 1000, 10, undefined],
    [500, 1000, 2, undefined],
    [1000, 1000, 10, undefined],
  ])('%i of %i in %i s: %s', (done, total, seconds, left) => {
    expect(remaining(done, total, seconds)).toBe(left);
  });
});

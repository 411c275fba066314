import { expect, it } from 'vitest';
import { offsetOf } from './place';

it.each([
  [0, 0, 0],
  [1, 1, 0],
  [1, 3, 3], // the emoji is one character of two units
  [2, 2, 6],
  [2, 99, 7],
  [9, 1, 7],
])('line %i, column %i is at %i', (line, column, at) => {
  expect(offsetOf('a😀b\ncd', line, column)).toBe(at);
});

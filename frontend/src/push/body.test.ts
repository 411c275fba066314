import { describe, expect, it } from 'vitest';
import { indented } from './body';

describe('indented', () => {
  it.each([
    ['{\n"host": "a",\n"port": "25"\n}', '{\n  "host": "a",\n  "port": "25"\n}'],
    ['{\n  "host": "a"\n}', '{\n  "host": "a"\n}'],
    ['"a"\n"b"', '"a"\n"b"'],
    ['{"host": "a"}', '{"host": "a"}'],
    ['', ''],
  ])('%j: %j', (body, shown) => {
    expect(indented(body)).toBe(shown);
  });
});

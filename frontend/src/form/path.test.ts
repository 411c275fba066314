import { describe, expect, it } from 'vitest';
import { same, valueAt } from './path';

const draft = { host: 'a', password: { value: 'p' }, variables: [{ name: 'x' }, { name: 'y' }] };

describe('valueAt', () => {
  it.each([
    ['host', 'a'],
    ['password.value', 'p'],
    ['variables[1].name', 'y'],
    ['variables[7].name', undefined],
    ['nothing', undefined],
    ['host.deeper', undefined],
  ])('%s is %j', (name, value) => {
    expect(valueAt(draft, name)).toBe(value);
  });
});

describe('same', () => {
  it('compares documents, not objects', () => {
    expect(same({ a: [1] }, { a: [1] })).toBe(true);
    expect(same({ a: [1] }, { a: [2] })).toBe(false);
  });
});

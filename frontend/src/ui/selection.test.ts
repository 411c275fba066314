import { describe, expect, it } from 'vitest';
import { all, kept, nothing, only, ranged, type Selection, toggled, without } from './selection';

const shown = ['a', 'b', 'c', 'd', 'e'];
const ids = (selection: Selection) => [...selection.ids].sort().join('');

describe('selection', () => {
  it('draws a range from the row that was chosen last, either way', () => {
    const from = only('c');
    expect(ids(ranged(from, shown, 'e'))).toBe('cde');
    expect(ids(ranged(ranged(from, shown, 'e'), shown, 'a'))).toBe('abc');
  });

  it('begins a range anew when its start is no longer shown', () => {
    expect(ids(ranged(only('c'), ['a', 'b'], 'b'))).toBe('b');
    expect(ids(ranged(nothing, shown, 'b'))).toBe('b');
  });

  it('takes one more, or one less', () => {
    const two = toggled(only('a'), 'c');
    expect(ids(two)).toBe('ac');
    expect(ids(toggled(two, 'a'))).toBe('c');
    expect(ids(ranged(two, shown, 'd'))).toBe('cd');
  });

  it('takes all that is shown, beside what is not', () => {
    const some = all(only('e'), ['a', 'b']);
    expect(ids(some)).toBe('abe');
    expect(ids(without(some, ['a', 'b']))).toBe('e');
  });

  it('forgets what is gone', () => {
    expect(ids(kept(all(nothing, shown), ['b', 'x']))).toBe('b');
  });
});

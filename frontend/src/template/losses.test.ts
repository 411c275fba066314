import { describe, expect, it } from 'vitest';
import { losing } from './losing';
import { lost } from './losses';

const piece = (key: string, ...names: string[]) => ({ key, names });

describe('lost', () => {
  const before = [piece('<pre', 'pre'), piece('|a'), piece('<p x=1', 'p', 'p x')];

  it('is nothing where all is there, in its order', () => {
    expect(lost(before, before)).toEqual([]);
  });

  it('names what is missing, and not what stays', () => {
    expect(lost(before, [piece('|a'), piece('<p', 'p')])).toEqual(['pre', 'p x']);
  });

  it('says when only the order is another one', () => {
    expect(lost(before, before.toReversed())).toEqual(['order']);
  });
});

describe('losing', () => {
  it('words elements, and attributes of those that stay', () => {
    expect(losing(['pre', 'pre class', 'p onclick', '<!--'])).toBe(
      '<pre>, “onclick” of <p>, comments',
    );
  });

  it('names some of many', () => {
    expect(losing(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('<a>, <b>, <c>, <d>, <e>, <f>, …');
  });
});

import { describe, expect, it } from 'vitest';
import { shortcut } from './shortcut';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => shortcut({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('shortcut', () => {
  it.each([
    ['s', 'save'],
    ['S', 'save'],
    ['Enter', 'test'],
    ['l', 'lock'],
    ['k', 'search'],
  ])('Ctrl or Cmd %s means %s', (key, meaning) => {
    expect(press(key, { ctrlKey: true })).toBe(meaning);
    expect(press(key, { metaKey: true })).toBe(meaning);
  });

  it('leaves other keys alone', () => {
    expect(press('s')).toBeUndefined();
    expect(press('Enter')).toBeUndefined();
    expect(press('s', { ctrlKey: true, shiftKey: true })).toBeUndefined();
    expect(press('x', { ctrlKey: true })).toBeUndefined();
  });

  it('cancels by Esc', () => {
    expect(press('Escape')).toBe('cancel');
  });
});

import { expect, it } from 'vitest';
import { TypedAhead } from './typedAhead';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };
const key = (name: string, held: Partial<typeof none> = {}) => ({ ...none, key: name, ...held });

function type(...keys: string[]) {
  const typed = new TypedAhead();
  for (const one of keys) typed.take(key(one));
  return typed;
}

it('holds what is typed, as a field would', () => {
  expect(type('n', 'ë', ' ', '😀', 'Backspace', 'x').text).toBe('në x');
  expect(type('Backspace', 'a').text).toBe('a');
});

it('remembers Enter, and takes nothing after it', () => {
  const typed = type('n', 'e', 'Enter', 'x');
  expect([typed.text, typed.entered]).toEqual(['ne', true]);
});

it('takes a letter that needs AltGr', () => {
  const typed = new TypedAhead();
  typed.take(key('@', { ctrlKey: true, altKey: true }));
  expect(typed.text).toBe('@');
});

it.each([
  ['Escape', {}, 'closed'],
  ['k', { ctrlKey: true }, 'closed'],
  ['l', { ctrlKey: true }, 'passed'],
  ['s', { ctrlKey: true }, 'held'],
  ['Enter', { metaKey: true }, 'held'],
  ['c', { ctrlKey: true }, 'passed'],
  ['Tab', {}, 'held'],
  ['Shift', { shiftKey: true }, 'passed'],
  ['F5', {}, 'passed'],
  ['a', { isComposing: true }, 'passed'],
] as const)('%s with %o is %s, and writes nothing', (name, held, expected) => {
  const typed = new TypedAhead();
  expect(typed.take(key(name, held))).toBe(expected);
  expect([typed.text, typed.entered]).toEqual(['', false]);
});

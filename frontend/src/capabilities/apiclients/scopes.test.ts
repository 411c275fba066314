import { expect, it } from 'vitest';
import { others, toggled, withOthers } from './scopes';

const known = ['mail:read', 'mail:write'].map((name) => ({ name, text: '' }));

it('tells the target’s scopes from those of the local API', () => {
  expect(others(['orders', 'mail:read', 'x'], known)).toEqual(['orders', 'x']);
});

it('has a scope once, or not at all', () => {
  expect(toggled(['a', 'mail:read'], 'mail:read', true)).toEqual(['a', 'mail:read']);
  expect(toggled(['a', 'mail:read'], 'mail:read', false)).toEqual(['a']);
});

it('replaces the target’s scopes, and keeps what is checked', () => {
  expect(withOthers(['mail:read', 'old'], known, ['new', 'mail:read'])).toEqual([
    'mail:read',
    'new',
  ]);
});

import { expect, it } from 'vitest';
import { ownersOf } from './owners';

const one = (name: string, role: string, mustChange = false) => ({ name, role, mustChange });

it('names owners, and no others', () => {
  expect(ownersOf([one('Ada', 'owner'), one('Grace', 'editor'), one('Mary', 'viewer')])).toEqual([
    'Ada',
  ]);
});

it('names those who have been there, as long as there is one', () => {
  const absent = one('Grace', 'owner', true);
  expect(ownersOf([one('Ada', 'owner'), absent])).toEqual(['Ada']);
  expect(ownersOf([one('Mary', 'editor'), absent])).toEqual(['Grace']);
});

it('names three at most', () => {
  const owners = ['A', 'B', 'C', 'D'].map((name) => one(name, 'owner'));
  expect(ownersOf(owners)).toEqual(['A', 'B', 'C']);
});

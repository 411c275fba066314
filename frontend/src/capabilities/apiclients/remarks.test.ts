import { expect, it } from 'vitest';
import { remarkOn } from './remarks';

const remarks = [
  { name: 'scopes', message: 'is empty' },
  { name: 'secret', message: 'is short' },
];

it('says what is good to know while a field is edited', () => {
  expect(remarkOn({ remarks, form: { editing: true } }, 'scopes')).toBe('Is empty.');
  expect(remarkOn({ remarks, form: { editing: true } }, 'clientId')).toBeUndefined();
  expect(remarkOn({ remarks, form: { editing: false } }, 'scopes')).toBeUndefined();
});

import { expect, it } from 'vitest';
import { remarkOn } from './remarks';

const remarks = [
  { name: 'scopes', message: 'is empty' },
  { name: 'secret', message: 'is short' },
];

it('says what is good to know while a field is edited', () => {
  expect(remarkOn({ remarks, form: { editing: true, dirty: true } }, 'scopes')).toBe('Is empty.');
  expect(remarkOn({ remarks, form: { editing: true, dirty: true } }, 'clientId')).toBeUndefined();
  expect(remarkOn({ remarks, form: { editing: false, dirty: false } }, 'scopes')).toBeUndefined();
  const untouched = { remarks, form: { editing: true, dirty: false } };
  expect(remarkOn(untouched, 'scopes')).toBeUndefined();
});

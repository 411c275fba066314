import { expect, it } from 'vitest';
import { isOfValues } from './problem';

it.each([
  [{ code: 'template.missing_value', line: 0, placeholder: 'person-name' }, true],
  [{ code: 'template.unsafe_link', line: 0, placeholder: 'action-link' }, true],
  [{ code: 'template.unsafe_link', line: 4, placeholder: '' }, false],
  [{ code: 'template.missing_placeholder', line: 0, placeholder: 'action-link' }, false],
])('%j: %j', (problem, expected) => {
  expect(isOfValues(problem)).toBe(expected);
});

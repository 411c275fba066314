import { expect, it } from 'vitest';
import { matching } from './filter';

const message = (id: string, subject: string, to: string) => ({
  id,
  subject,
  to: [to],
  from: 'notify@example.com',
  receivedAt: '',
  size: 1,
});

const inbox = [
  message('1', 'Approve transaction', 'ada@example.com'),
  message('2', 'Assign task', 'charles@example.com'),
];

it.each([
  ['', ['1', '2']],
  ['  ', ['1', '2']],
  ['ADA', ['1']],
  ['task charles', ['2']],
  ['task ada', []],
  ['notify@', ['1', '2']],
])('%j finds %j', (words, ids) => {
  expect(matching(inbox, words).map((found) => found.id)).toEqual(ids);
});

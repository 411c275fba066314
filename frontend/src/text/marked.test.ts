import { expect, it } from 'vitest';
import { marked } from './marked';

const words = (text: string) => ({ text, code: false });
const code = (text: string) => ({ text, code: true });

it.each([
  ['', []],
  ['Check both.', [words('Check both.')]],
  ['Run `a b` first.', [words('Run '), code('a b'), words(' first.')]],
  ['`a`, then `b`', [code('a'), words(', then '), code('b')]],
  ['A lone ` stays.', [words('A lone ` stays.')]],
])('%s', (sentence, stretches) => {
  expect(marked(sentence)).toEqual(stretches);
});

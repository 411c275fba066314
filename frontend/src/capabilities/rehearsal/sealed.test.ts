import { expect, test } from 'vitest';
import { sealed } from './sealed';

test('the policy stands before everything that the message brings', () => {
  const document = sealed('<meta http-equiv="Content-Security-Policy" content="default-src *">');
  expect(document.indexOf("default-src 'none'")).toBeLessThan(document.indexOf('default-src *'));
  expect(document).toMatch(/^<!doctype html><meta /);
});

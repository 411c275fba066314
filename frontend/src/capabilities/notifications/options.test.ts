import { expect, it } from 'vitest';
import { identifierOptions, templateOptions } from './options';

it('lists the default template first, and once', () => {
  const row = { revision: 0, changedAt: '', subject: '', usedBy: 0 };
  const templates = [
    { ...row, id: '', name: '' },
    { ...row, id: 't1', name: 'Short' },
  ];
  expect(templateOptions(templates)).toEqual([
    { value: '', label: 'Default template' },
    { value: 't1', label: 'Short' },
  ]);
});

it('says for how many people an identifier is usable', () => {
  const identifiers = [{ name: 'email', usable: 998 }];
  expect(identifierOptions({ identifiers, people: 1000 }, 'email')).toEqual([
    { value: 'email', label: 'email – usable for 998 of 1,000 people' },
  ]);
});

it('keeps an identifier that nobody has any more', () => {
  const options = identifierOptions({ identifiers: [], people: 1 }, 'upn');
  expect(options).toEqual([{ value: 'upn', label: 'upn – usable for 0 of 1 person' }]);
});

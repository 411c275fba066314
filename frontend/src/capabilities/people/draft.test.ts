import { expect, it } from 'vitest';
import { blankDraft, calledOf, draftOf, sent } from './draft';

const stored = {
  ...{ id: 'p1', revision: 3, changedAt: '', name: 'Ada', userName: 'ada', email: '' },
  ...{ attributes: [{ name: 'upn', value: 'ada@corp' }], address: '', unusable: 'no address' },
};

it('edits what is stored, in a copy', () => {
  const draft = draftOf('d1', stored);
  expect(draft).toEqual({
    ...{ deploymentId: 'd1', id: 'p1', revision: 3, name: 'Ada', userName: 'ada', email: '' },
    attributes: [{ name: 'upn', value: 'ada@corp' }],
  });
  const [first] = draft.attributes;
  if (first) first.value = 'changed';
  expect(stored.attributes[0]?.value).toBe('ada@corp');
});

it('sends no row that was left empty, and every other one', () => {
  const rows = [
    { name: '', value: ' ' },
    { name: 'upn', value: '' },
    { name: '', value: 'lost' },
  ];
  expect(sent({ ...blankDraft('d1'), attributes: rows }).attributes).toEqual(rows.slice(1));
});

it('calls somebody by the first name that there is', () => {
  expect(calledOf(stored)).toBe('Ada');
  expect(calledOf({ ...stored, name: '' })).toBe('ada');
  expect(calledOf({ name: '', userName: '', email: 'a@b.c' })).toBe('a@b.c');
  expect(calledOf(blankDraft('d1'))).toBe('');
});

import { expect, it } from 'vitest';
import { sourceOf } from './importing';

const refuse = () => Promise.reject(new Error('not asked for'));

it('is idle when neither a mailbox nor an alias would change', () => {
  const calls = {
    importPart: refuse,
    previewImport: refuse,
    import: refuse,
    discardImport: refuse,
  };
  const { idle } = sourceOf('d1', calls);
  const nothing = {
    ...{ handle: 'h1', rows: 3, good: 3, bad: 0, new: 0, changed: 0, unchanged: 3 },
    ...{ newAliases: 0, changedAliases: 0, unchangedAliases: 0 },
    ...{ columns: [], problems: [], problemCount: 0, samples: [] },
  };
  expect(idle(nothing)).toBe(true);
  for (const more of ['new', 'changed', 'newAliases', 'changedAliases']) {
    expect(idle({ ...nothing, [more]: 1 }), more).toBe(false);
  }
});

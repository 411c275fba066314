import { expect, it } from 'vitest';
import type { SheetEntry } from '../../bridge/identityProviders';
import { screens } from './sheet';

const entry = (screen: string, label: string) => ({ screen, label }) as SheetEntry;

it('puts the entries of a screen together', () => {
  const found = screens([entry('Basic', 'ID'), entry('Claims', 'e-mail'), entry('Basic', 'URL')]);
  expect(found.map(({ name, entries }) => [name, entries.map(({ label }) => label)])).toEqual([
    ['Basic', ['ID', 'URL']],
    ['Claims', ['e-mail']],
  ]);
});

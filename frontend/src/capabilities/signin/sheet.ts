import type { SheetEntry } from '../../bridge/identityProviders';

/** Screen is one screen of the provider, and what to enter there. */
export interface Screen {
  name: string;
  entries: SheetEntry[];
}

/** screens puts what belongs to the same screen together, in the order in which they come. */
export function screens(entries: readonly SheetEntry[]): Screen[] {
  const found: Screen[] = [];
  for (const entry of entries) {
    const known = found.find(({ name }) => name === entry.screen);
    if (known) known.entries.push(entry);
    else found.push({ name: entry.screen, entries: [entry] });
  }
  return found;
}

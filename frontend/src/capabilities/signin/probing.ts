import type { ProbeRow } from '../../bridge/identityProviders';

/** Tried is one setting with the values that were tried of it. */
export interface Tried {
  setting: string;
  rows: ProbeRow[];
}

/** bySetting puts the values of a setting together, in the order in which they come. */
export function bySetting(rows: readonly ProbeRow[]): Tried[] {
  const found: Tried[] = [];
  for (const row of rows) {
    const known = found.find(({ setting }) => setting === row.setting);
    if (known) known.rows.push(row);
    else found.push({ setting: row.setting, rows: [row] });
  }
  return found;
}

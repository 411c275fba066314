import type { Folder } from '../bridge/proof';

// As mail programs list them: what everybody looks into comes first.
const order = ['inbox', 'drafts', 'sent', 'junk', 'trash', 'archive', 'all', 'flagged'];

/** sorted puts folders with a role first, then the others by their names. */
export function sorted(folders: readonly Folder[]): Folder[] {
  return [...folders].sort(
    (a, b) => place(a) - place(b) || a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
}

function place({ role }: Folder): number {
  const at = order.indexOf(role);
  return at < 0 ? order.length : at;
}

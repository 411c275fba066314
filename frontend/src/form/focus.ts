// Fields are found by the name that faults use for them: Field writes it into
// data-field.

/** fieldElement is the part of the page that a fault's field name means. */
export function fieldElement(root: ParentNode, name: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
}

/** unplaced lists the names that have no field under root. */
export function unplaced(root: ParentNode, names: readonly string[]): string[] {
  return names.filter((name) => fieldElement(root, name) === null);
}

/** focusField shows a field, opening what hides it, and gives it the focus. */
export function focusField(root: ParentNode, name: string): boolean {
  const field = fieldElement(root, name);
  if (field === null) return false;
  field.closest('details')?.setAttribute('open', '');
  field.scrollIntoView({ block: 'center' });
  // What is typed into comes before the buttons beside it, such as those of a list's entries.
  const control =
    field.querySelector<HTMLElement>('input:not([disabled]), select, textarea') ??
    field.querySelector<HTMLElement>('button');
  control?.focus({ preventScroll: true });
  return control !== null;
}

/** focusFirst focuses the field that stands first on the page. */
export function focusFirst(root: ParentNode, names: readonly string[]): boolean {
  const wanted = new Set(names);
  const first = [...root.querySelectorAll<HTMLElement>('[data-field]')].find((field) =>
    wanted.has(field.dataset['field'] ?? ''),
  );
  return first !== undefined && focusField(root, first.dataset['field'] ?? '');
}

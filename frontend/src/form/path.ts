/**
 * valueAt reads a draft at a fault's field name, such as "host" or
 * "variables[0].name". What is not there is undefined.
 */
export function valueAt(draft: unknown, name: string): unknown {
  const parts = name.split(/[.[\]]+/).filter((part) => part !== '');
  return parts.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[part]
        : undefined,
    draft,
  );
}

/** same compares two values as their JSON documents are compared. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

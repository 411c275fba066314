/** pageOf is an address without its query, which is long and of this attempt alone. */
export function pageOf(address: string): string {
  if (!URL.canParse(address)) return '';
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

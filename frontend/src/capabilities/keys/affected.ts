/** pageOf is where an integration with stored secrets is set up. */
export function pageOf(kind: string): 'outgoing' | 'settings' | undefined {
  if (kind === 'outgoing') return 'outgoing';
  return kind === 'network' ? 'settings' : undefined;
}

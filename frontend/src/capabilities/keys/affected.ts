/** pageOf is where an integration with stored secrets is set up. */
export function pageOf(kind: string): 'outgoing' | 'mailboxes' | 'settings' | undefined {
  if (kind === 'outgoing' || kind === 'mailboxes') return kind;
  return kind === 'network' ? 'settings' : undefined;
}

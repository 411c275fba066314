/** pageOf is where an integration with stored secrets is set up. */
export function pageOf(kind: string): 'outgoing' | 'mailboxes' | 'idp' | 'settings' | undefined {
  if (kind === 'outgoing' || kind === 'mailboxes' || kind === 'idp') return kind;
  return kind === 'network' ? 'settings' : undefined;
}

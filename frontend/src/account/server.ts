import type { ServerCandidate } from '../bridge/providers';
import { type AccountDraft, addressOf, domainOf, filled } from './draft';
import { type Kind, portText } from './kind';

/** localPart is what stands before the @ of an address. */
export function localPart(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(0, at);
}

/** applyCandidate takes over a server that was found for an address. */
export function applyCandidate<T extends AccountDraft>(
  draft: T,
  candidate: ServerCandidate,
  address: string,
  kind: Kind,
): T {
  const known = addressOf(draft, kind);
  const own = known === '' && domainOf(address) !== '' ? address : known;
  return filled(draft, {
    ...draft,
    host: candidate.host,
    port: portText(kind, candidate.port, candidate.security),
    security: candidate.security,
    auth: authOf(candidate.signIn ?? [], draft.auth),
    user: candidate.user === own ? '' : candidate.user,
    [kind.address]: own,
  });
}

// A password needs nothing but itself, so it comes before a token that must be
// set up; what is not said leaves the choice as it is.
function authOf(offered: readonly string[], chosen: string): string {
  if (offered.includes(chosen)) return chosen;
  return ['password', 'oauth2', 'none'].find((auth) => offered.includes(auth)) ?? chosen;
}

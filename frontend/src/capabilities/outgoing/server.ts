import type { OutgoingDraft } from '../../bridge/outgoing';
import type { ServerCandidate } from '../../bridge/providers';
import { domainOf, filled } from './draft';

const defaultPorts: Partial<Record<string, number>> = {
  'implicit-tls': 465,
  starttls: 587,
  none: 25,
};

/** portText is a port as the form keeps it: empty follows the security. */
export function portText(port: number, security: string): string {
  return port === 0 || defaultPorts[security] === port ? '' : String(port);
}

/** localPart is what stands before the @ of an address. */
export function localPart(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(0, at);
}

/** applyCandidate takes over a server that was found for an address. */
export function applyCandidate(
  draft: OutgoingDraft,
  candidate: ServerCandidate,
  address: string,
): OutgoingDraft {
  const from = draft.from === '' && domainOf(address) !== '' ? address : draft.from;
  return filled(draft, {
    ...draft,
    host: candidate.host,
    port: portText(candidate.port, candidate.security),
    security: candidate.security,
    auth: authOf(candidate.signIn ?? [], draft.auth),
    user: candidate.user === from ? '' : candidate.user,
    from,
  });
}

// A password needs nothing but itself, so it comes before a token that must be
// set up; what is not said leaves the choice as it is.
function authOf(offered: readonly string[], chosen: string): string {
  if (offered.includes(chosen)) return chosen;
  return ['password', 'oauth2', 'none'].find((auth) => offered.includes(auth)) ?? chosen;
}

import type { FieldFault } from '../../bridge/fault';
import type { MailGateway, MailGatewayDraft } from '../../bridge/gateway';
import { outgoingSecret } from '../../form/secret';
import { withAuthority } from '../../proof/trust';

/** draftOf is what the form edits; the stored code stays where it is. */
export function draftOf(stored: MailGateway): MailGatewayDraft {
  return {
    revision: stored.revision,
    // Whoever sets it up for the first time means to use it.
    enabled: stored.configured ? stored.enabled : true,
    host: stored.host,
    port: stored.port || '465',
    from: stored.from,
    senderName: stored.senderName,
    security: stored.security || 'tls',
    caPem: stored.caPem,
    password: { change: 'keep', value: '' },
    useDeploymentId: stored.useDeploymentId,
  };
}

/** sent is the draft as Go takes it. */
export function sent(draft: MailGatewayDraft): MailGatewayDraft {
  return { ...draft, password: outgoingSecret(draft.password) };
}

// What a verified alternative may change.
const changeable: readonly string[] = ['host', 'port', 'security'];

/**
 * applyPatch takes over a verified alternative: a partial configuration document
 * in JSON, in which a port is a number.
 */
export function applyPatch(draft: MailGatewayDraft, patch: string): MailGatewayDraft {
  const changes: unknown = JSON.parse(patch);
  if (typeof changes !== 'object' || changes === null) return draft;
  const known = Object.entries(changes).filter(([name]) => changeable.includes(name));
  const spelt = known.map(([name, value]) => [name, String(value)]);
  return { ...draft, ...(Object.fromEntries(spelt) as Partial<MailGatewayDraft>) };
}

/** addAuthority trusts a certificate at the gateway's server. */
export function addAuthority(draft: MailGatewayDraft, pem: string): MailGatewayDraft {
  return { ...draft, caPem: withAuthority(draft.caPem, pem) };
}

/** fieldOf is what the form calls a field of the document. */
export const fieldOf = (name: string): string =>
  name === 'useDeployment' ? 'useDeploymentId' : name;

/** placed names the fields of faults as the form does. */
export function placed(faults: readonly FieldFault[]): FieldFault[] {
  return faults.map((fault) => ({ ...fault, name: fieldOf(fault.name) }));
}

import type {
  OutgoingDraft,
  OAuth2Draft,
  OutgoingServer,
  SecretInput,
  StoredOAuth2,
} from '../../bridge/outgoing';
import { outgoingSecret } from '../../form/secret';

const kept = (): SecretInput => ({ change: 'keep', value: '' });

/** draftOf is what the form edits; stored secrets stay where they are. */
export function draftOf(server: OutgoingServer): OutgoingDraft {
  return {
    deploymentId: server.deploymentId,
    revision: server.revision,
    enabled: server.configured ? server.enabled : true,
    host: server.host,
    port: server.port,
    security: server.security || 'implicit-tls',
    insecureAllowPlainPassword: server.insecureAllowPlainPassword,
    auth: server.auth || 'password',
    user: server.user,
    password: kept(),
    oauth2: tokenDraftOf(server.oauth2),
    from: server.from,
    fromDisplayName: server.fromDisplayName,
    replyTo: server.replyTo,
    replyToDisplayName: server.replyToDisplayName,
    envelopeFrom: server.envelopeFrom,
    ehloName: server.ehloName,
    timeoutSeconds: server.timeoutSeconds,
    caPem: server.caPem,
  };
}

function tokenDraftOf(stored: StoredOAuth2): OAuth2Draft {
  return { ...stored, clientSecret: kept(), refreshToken: kept() };
}

/**
 * filled is a draft after a server was filled in for it. A secret that was typed
 * for one host is not for another: a test would send it there.
 */
export function filled(before: OutgoingDraft, after: OutgoingDraft): OutgoingDraft {
  if (before.host.trim() === '' || before.host.trim() === after.host) return after;
  return {
    ...after,
    password: untyped(after.password),
    oauth2: {
      ...after.oauth2,
      clientSecret: untyped(after.oauth2.clientSecret),
      refreshToken: untyped(after.oauth2.refreshToken),
    },
  };
}

const untyped = (secret: SecretInput): SecretInput => (secret.value === '' ? secret : kept());

/** outgoingDraft is the draft as it is sent: what no longer applies is left out. */
export function outgoingDraft(draft: OutgoingDraft): OutgoingDraft {
  return {
    ...draft,
    password: outgoingSecret(draft.password),
    oauth2: {
      ...draft.oauth2,
      clientSecret: outgoingSecret(draft.oauth2.clientSecret),
      refreshToken: outgoingSecret(draft.oauth2.refreshToken),
    },
    insecureAllowPlainPassword: confirmsPlain(draft) && draft.insecureAllowPlainPassword,
  };
}

/** confirmsPlain: the draft would send a password without encryption. */
export function confirmsPlain(draft: Pick<OutgoingDraft, 'security' | 'auth'>): boolean {
  return draft.security === 'none' && draft.auth === 'password';
}

// A patch never reaches a secret, nor whose draft it is.
const untouchable = ['password', 'oauth2', 'deploymentId', 'revision'];

/**
 * applyPatch takes over a verified alternative, a partial configuration document
 * in JSON. What the form has no field for is left out.
 */
export function applyPatch(draft: OutgoingDraft, patch: string): OutgoingDraft {
  const changes: unknown = JSON.parse(patch);
  if (typeof changes !== 'object' || changes === null) return draft;
  const known = Object.entries(changes).filter(
    ([name]) => name in draft && !untouchable.includes(name),
  );
  const typed = known.map(([name, value]) => [
    name,
    convert(draft[name as keyof OutgoingDraft], value),
  ]);
  return { ...draft, ...(Object.fromEntries(typed) as Partial<OutgoingDraft>) };
}

// The document spells a port as a number, the form as text.
function convert(like: unknown, value: unknown): unknown {
  if (typeof like === 'string') return String(value);
  if (typeof like === 'number') return Number(value);
  return value;
}

/** addAuthority appends a certificate to the additional authorities. */
export function addAuthority(draft: OutgoingDraft, pem: string): OutgoingDraft {
  if (draft.caPem.includes(pem.trim())) return draft;
  const parts = [draft.caPem.trim(), pem.trim()].filter((part) => part !== '');
  return { ...draft, caPem: `${parts.join('\n')}\n` };
}

/** domainOf is the domain of an address, empty when it has none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1).trim();
}

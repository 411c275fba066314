import type { OAuth2Draft, SecretInput, StoredOAuth2 } from '../bridge/outgoing';
import { outgoingSecret } from '../form/secret';
import { withAuthority } from '../proof/trust';
import type { Kind } from './kind';

/** AccountDraft is the part of a draft that every mail account has. */
export interface AccountDraft {
  deploymentId: string;
  revision: number;
  host: string;
  port: string;
  security: string;
  insecureAllowPlainPassword: boolean;
  auth: string;
  user: string;
  password: SecretInput;
  oauth2: OAuth2Draft;
  timeoutSeconds: number;
  caPem: string;
  /** The account's own address: one of the two, by its kind. */
  from?: string;
  mailbox?: string;
}

/** keptSecret leaves what is stored as it is. */
const keptSecret = (): SecretInput => ({ change: 'keep', value: '' });

function tokenDraftOf(stored: StoredOAuth2): OAuth2Draft {
  return { ...stored, clientSecret: keptSecret(), refreshToken: keptSecret() };
}

const blankToken = (): OAuth2Draft => ({
  grant: '',
  tokenUrl: '',
  authUrl: '',
  deviceUrl: '',
  clientId: '',
  clientAuth: '',
  clientSecret: keptSecret(),
  clientSecretExpires: '',
  scope: '',
  refreshToken: keptSecret(),
});

/** blankAccount is one of which nothing is known: its defaults are those of most providers. */
export const blankAccount = (deploymentId: string) => ({
  deploymentId,
  revision: 0,
  host: '',
  port: '',
  security: 'implicit-tls',
  insecureAllowPlainPassword: false,
  auth: 'password',
  user: '',
  password: keptSecret(),
  oauth2: blankToken(),
  timeoutSeconds: 0,
  caPem: '',
});

/** StoredSettings are those of a stored account that its form edits as they are. */
type StoredSettings = Omit<AccountDraft, 'password' | 'oauth2' | 'from' | 'mailbox'> & {
  oauth2: StoredOAuth2;
};

/** accountDraftOf is what a form edits of any stored account; its secrets stay where they are. */
export function accountDraftOf(stored: StoredSettings) {
  return {
    deploymentId: stored.deploymentId,
    revision: stored.revision,
    host: stored.host,
    port: stored.port,
    security: stored.security || 'implicit-tls',
    insecureAllowPlainPassword: stored.insecureAllowPlainPassword,
    auth: stored.auth || 'password',
    user: stored.user,
    password: keptSecret(),
    oauth2: tokenDraftOf(stored.oauth2),
    timeoutSeconds: stored.timeoutSeconds,
    caPem: stored.caPem,
  };
}

/** addressOf is the account's own address. */
export function addressOf(draft: AccountDraft, kind: Kind): string {
  return draft[kind.address] ?? '';
}

/**
 * filled is a draft after a server was filled in for it. A secret that was typed
 * for one host is not for another: a test would send it there.
 */
export function filled<T extends AccountDraft>(before: T, after: T): T {
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

const untyped = (secret: SecretInput): SecretInput => (secret.value === '' ? secret : keptSecret());

/** sentDraft is the draft as it is sent: what no longer applies is left out. */
export function sentDraft<T extends AccountDraft>(draft: T): T {
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
export function confirmsPlain(draft: Pick<AccountDraft, 'security' | 'auth'>): boolean {
  return draft.security === 'none' && draft.auth === 'password';
}

// A patch never reaches a secret, nor whose draft it is.
const untouchable = ['password', 'oauth2', 'deploymentId', 'id', 'revision'];

/**
 * applyPatch takes over a verified alternative, a partial configuration document
 * in JSON. What the form has no field for is left out.
 */
export function applyPatch<T extends AccountDraft>(draft: T, patch: string): T {
  const changes: unknown = JSON.parse(patch);
  if (typeof changes !== 'object' || changes === null) return draft;
  const known = Object.entries(changes).filter(
    ([name]) => name in draft && !untouchable.includes(name),
  );
  const typed = known.map(([name, value]) => [name, convert(draft[name as keyof T], value)]);
  return { ...draft, ...(Object.fromEntries(typed) as Partial<T>) };
}

// The document spells a port as a number, the form as text.
function convert(like: unknown, value: unknown): unknown {
  if (typeof like === 'string') return String(value);
  if (typeof like === 'number') return Number(value);
  return value;
}

/** addAuthority appends a certificate to the additional authorities. */
export function addAuthority<T extends AccountDraft>(draft: T, pem: string): T {
  return { ...draft, caPem: withAuthority(draft.caPem, pem) };
}

/** domainOf is the domain of an address, empty when it has none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1).trim();
}

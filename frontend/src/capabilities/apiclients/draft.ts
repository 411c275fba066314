import type { APIClient, APIClientDraft } from '../../bridge/apiClients';
import { withAuthority } from '../../proof/trust';

/**
 * blankDraft begins a new client, whose secret is generated unless one is entered.
 * A deployment's first client is the default one.
 */
export function blankDraft(deploymentId: string, first: boolean): APIClientDraft {
  return {
    deploymentId,
    id: '',
    revision: 0,
    clientId: '',
    description: '',
    scopes: [],
    default: first,
    tokenUrl: '',
    clientAuth: 'client_secret_basic',
    caPem: '',
    secret: { change: 'generate', value: '' },
  };
}

/** draftOf is what the form edits of a stored client; its secret stays where it is. */
export function draftOf(deploymentId: string, stored: APIClient): APIClientDraft {
  const { id, revision, clientId, description, scopes, tokenUrl, clientAuth, caPem } = stored;
  return {
    deploymentId,
    id,
    revision,
    clientId,
    description,
    scopes: [...scopes],
    default: stored.default,
    tokenUrl,
    clientAuth: clientAuth || 'client_secret_basic',
    caPem,
    secret: { change: stored.secret.set ? 'keep' : 'generate', value: '' },
  };
}

/** sent is the draft as Go takes it: a value is sent of an entered secret only. */
export function sent(draft: APIClientDraft): APIClientDraft {
  const { change, value } = draft.secret;
  return { ...draft, secret: { change, value: change === 'set' ? value : '' } };
}

// A patch never reaches the secret, nor whose draft it is.
const untouchable: readonly string[] = ['deploymentId', 'id', 'revision', 'secret'];

/**
 * applyPatch takes over a verified alternative: a partial configuration document
 * in JSON. What the form has no field for, and what is of another kind than the
 * field's, is left out.
 */
export function applyPatch(draft: APIClientDraft, patch: string): APIClientDraft {
  const changes: unknown = JSON.parse(patch);
  if (typeof changes !== 'object' || changes === null) return draft;
  const known = Object.entries(changes).filter(([name, value]) => accepts(draft, name, value));
  return { ...draft, ...(Object.fromEntries(known) as Partial<APIClientDraft>) };
}

function accepts(draft: APIClientDraft, name: string, value: unknown): boolean {
  if (!(name in draft) || untouchable.includes(name)) return false;
  const like: unknown = draft[name as keyof APIClientDraft];
  if (Array.isArray(like)) {
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
  return typeof value === typeof like;
}

/** addAuthority trusts a certificate at the token URL. */
export function addAuthority(draft: APIClientDraft, pem: string): APIClientDraft {
  return { ...draft, caPem: withAuthority(draft.caPem, pem) };
}

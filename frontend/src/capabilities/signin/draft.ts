import type {
  IdentityProvider,
  IdentityProviderDraft,
  IdentityProviderFields,
} from '../../bridge/identityProviders';
import { outgoingSecret, type SecretChange } from '../../form/secret';

/**
 * ProviderDraft is what the form edits. Its fields have the names of the
 * document, by which faults and findings blame them.
 */
export interface ProviderDraft extends IdentityProviderFields {
  deploymentId: string;
  id: string;
  revision: number;
  clientSecret: SecretChange;
  spKeyPem: SecretChange;
  spNextKeyPem: SecretChange;
}

const kept = (): SecretChange => ({ change: 'keep', value: '' });

const blankFields = (): IdentityProviderFields => ({
  name: '',
  type: 'oidc',
  enabled: true,
  preset: '',
  signInMessage: '',
  allowedDomains: [],
  callbackUrl: '',
  selfServiceSignUp: false,
  authUrl: '',
  caPem: '',
  loopbackHost: '127.0.0.1',
  loopbackPort: 0,
  timeoutSeconds: 0,
  issuer: '',
  clientId: '',
  clientSecretExpires: '',
  scopes: [],
  clientAuth: '',
  pkce: true,
  prompt: '',
  emailClaim: '',
  groupsClaim: '',
  tokenUrl: '',
  userInfoUrl: '',
  emailPath: '',
  idPath: '',
  emailsUrl: '',
  metadataUrl: '',
  metadataXml: '',
  idpEntityId: '',
  ssoBinding: 'redirect',
  signingCertificates: [],
  spEntityId: '',
  nameIdFormat: '',
  signRequests: false,
  wantAssertionsSigned: true,
  wantResponseSigned: false,
  emailAttribute: '',
  groupsAttribute: '',
  forceAuthn: false,
  loopbackAcs: 'http',
  allowUnsolicited: false,
  spCertificatePem: '',
  spNextCertificatePem: '',
});

/** blankDraft begins a new provider. */
export function blankDraft(deploymentId: string): ProviderDraft {
  return flat({
    deploymentId,
    id: '',
    revision: 0,
    fields: blankFields(),
    clientSecret: kept(),
    spKey: kept(),
    spNextKey: kept(),
  });
}

/** draftOf is what the form edits of a stored provider; its secrets stay where they are. */
export function draftOf(stored: IdentityProvider): ProviderDraft {
  const { deploymentId, id, revision, fields } = stored;
  const secrets = { clientSecret: kept(), spKey: kept(), spNextKey: kept() };
  return flat({ deploymentId, id, revision, fields, ...secrets });
}

/** flat takes over a draft that came from Go. */
export function flat(draft: IdentityProviderDraft): ProviderDraft {
  const { deploymentId, id, revision, fields } = draft;
  const blank = blankFields();
  return {
    ...blank,
    ...fields,
    // Go's empty slice may arrive as null; what is no value of a choice is its default.
    allowedDomains: orEmpty(fields.allowedDomains),
    scopes: orEmpty(fields.scopes),
    signingCertificates: orEmpty(fields.signingCertificates),
    loopbackHost: fields.loopbackHost || blank.loopbackHost,
    ssoBinding: fields.ssoBinding || blank.ssoBinding,
    loopbackAcs: fields.loopbackAcs || blank.loopbackAcs,
    deploymentId,
    id,
    revision,
    clientSecret: draft.clientSecret,
    spKeyPem: draft.spKey,
    spNextKeyPem: draft.spNextKey,
  };
}

const orEmpty = (list: string[] | null): string[] => list ?? [];

/** sent is the draft as Go takes it. */
export function sent(draft: ProviderDraft): IdentityProviderDraft {
  const { deploymentId, id, revision, clientSecret, spKeyPem, spNextKeyPem, ...fields } = draft;
  return {
    deploymentId,
    id,
    revision,
    fields,
    clientSecret: outgoingSecret(clientSecret),
    spKey: outgoingSecret(spKeyPem),
    spNextKey: outgoingSecret(spNextKeyPem),
  };
}

/** fieldOfDocument is the page's field for one of the document: two of them are one thing. */
export const fieldOfDocument = (name: string): string => (name === 'ssoUrl' ? 'authUrl' : name);

// A patch never reaches a secret, nor whose draft it is.
const untouchable = [
  'deploymentId',
  'id',
  'revision',
  'clientSecret',
  'spKeyPem',
  'spNextKeyPem',
] as const;

/**
 * applyPatch takes over a partial configuration document in JSON: a verified
 * alternative, or what metadata says. What the form has no field for, and what
 * is of another kind than the field's, is left out.
 */
export function applyPatch(draft: ProviderDraft, patch: string): ProviderDraft {
  const changes: unknown = JSON.parse(patch);
  if (typeof changes !== 'object' || changes === null) return draft;
  const known = Object.entries(changes)
    .map(([name, value]) => [fieldOfDocument(name), value] as const)
    .filter(([name, value]) => accepts(draft, name, value));
  return { ...draft, ...(Object.fromEntries(known) as Partial<ProviderDraft>) };
}

/** fillsIn says whether a partial document holds one of the fields. */
export function fillsIn(patch: string, fields: readonly string[]): boolean {
  if (patch === '') return false;
  const changes: unknown = JSON.parse(patch);
  if (typeof changes !== 'object' || changes === null) return false;
  return fields.some((field) => field in changes);
}

function accepts(draft: ProviderDraft, name: string, value: unknown): boolean {
  if (!(name in draft) || (untouchable as readonly string[]).includes(name)) return false;
  const like: unknown = draft[name as keyof ProviderDraft];
  if (Array.isArray(like)) {
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
  return typeof value === typeof like;
}

/** addAuthority appends a certificate to the additional authorities. */
export function addAuthority(draft: ProviderDraft, pem: string): ProviderDraft {
  if (draft.caPem.includes(pem.trim())) return draft;
  const parts = [draft.caPem.trim(), pem.trim()].filter((part) => part !== '');
  return { ...draft, caPem: `${parts.join('\n')}\n` };
}

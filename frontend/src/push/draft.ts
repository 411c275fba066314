import type { MailAPIDraft, MailAPITarget } from '../bridge/handover';
import { outgoingSecret } from '../form/secret';

/** Way is how a push gets its token. */
export type Way = 'token' | 'client';

/** PushDraft is a target as it is edited: beside the document, how to sign in there. */
export interface PushDraft extends MailAPIDraft {
  way: string;
}

const nothing = { change: 'clear', value: '' };

/** draftOf is what the dialog edits; a stored secret stays where it is. */
export function draftOf(target: MailAPITarget): PushDraft {
  return {
    deploymentId: target.deploymentId,
    revision: target.revision,
    form: target.form,
    url: target.url,
    tokenUrl: target.tokenUrl,
    clientId: target.clientId,
    clientAuth: target.clientAuth || 'client_secret_basic',
    scope: target.scope,
    caPem: target.caPem,
    clientSecret: { change: 'keep', value: '' },
    token: { ...nothing },
    way: target.tokenUrl === '' ? 'token' : 'client',
  };
}

/**
 * firstDraft is what the dialog opens with: where nothing is kept, the URL of the
 * last push stands there, so that the next one does not go somewhere else.
 */
export function firstDraft(target: MailAPITarget): PushDraft {
  const draft = draftOf(target);
  const last = target.receipts.at(0)?.url ?? '';
  return target.saved || last === '' ? draft : { ...draft, url: last, form: formOf(last, target) };
}

function formOf(url: string, { ssmsUrl, shiftUrl }: MailAPITarget): string {
  if (url === ssmsUrl) return 'ssms';
  return url === shiftUrl ? 'shift' : 'other';
}

/** sentDraft is the draft as Go takes it: of the way that was not chosen, nothing goes along. */
export function sentDraft({ way, ...draft }: PushDraft): MailAPIDraft {
  if (way === 'client') {
    return { ...draft, token: { ...nothing }, clientSecret: outgoingSecret(draft.clientSecret) };
  }
  const client = {
    tokenUrl: '',
    clientId: '',
    clientAuth: '',
    scope: '',
    clientSecret: { ...nothing },
  };
  return { ...draft, ...client, token: typed(draft.token) };
}

// An empty token is none.
function typed({ value }: { value: string }) {
  const token = value.trim();
  return token === '' ? { ...nothing } : { change: 'set', value: token };
}

/** withForm takes over the URL that a form makes of the deployment's names. */
export function withForm(
  draft: PushDraft,
  form: string,
  made: Pick<MailAPITarget, 'ssmsUrl' | 'shiftUrl'>,
): PushDraft {
  const urls: Partial<Record<string, string>> = { ssms: made.ssmsUrl, shift: made.shiftUrl };
  return { ...draft, form, url: urls[form] || draft.url };
}

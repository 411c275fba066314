import { pushFailed, refusedCall, type AuditEntry } from '../../bridge/audit';
import { audit as text } from '../../text';
import { refusal } from '../../text/en/refusals';

/** Wording is an entry in words, in the parts that a row shows differently. */
export interface Wording {
  who: string;
  /** By which API client; empty when by hand. */
  via: string;
  deed: string;
  /** Name of a deployment that is still there, to lead to it. */
  deployment: string;
  /** The deployment is what the deed was done in, and not what it was done to. */
  of: boolean;
  rest: string;
}

/** wording makes a sentence of an entry; names are those of the deployments by ID. */
export function wording(entry: AuditEntry, names: ReadonlyMap<string, string>): Wording {
  const deployment = names.get(entry.deployment) ?? '';
  const own = entry.action.startsWith('deployment.');
  const subject = own && deployment !== '' ? '' : entry.subject;
  const said = text.saysSubject(entry.action) || entry.subject === entry.operator;
  return {
    ...doer(entry),
    deed: text.deed(entry.action, subject, entry.refused || pushFailed(entry)),
    deployment,
    of: !own,
    rest: [said ? '' : entry.subject, reason(entry), opener(entry)]
      .filter((part) => part !== '')
      .join(' · '),
  };
}

// A call is refused by the local API. The operator of such an entry is the one who
// had unlocked the vault, and knows nothing of it.
function doer(entry: AuditEntry): Pick<Wording, 'who' | 'via'> {
  const via = entry.via === '' ? '' : text.entry.by(entry.via);
  if (refusedCall(entry)) return { who: text.entry.localAPI, via: '' };
  return { who: entry.operator || text.entry.itself, via };
}

function opener(entry: AuditEntry): string {
  if (!refusedCall(entry)) return '';
  return [
    entry.via === '' ? '' : text.entry.by(entry.via),
    entry.operator === '' ? '' : text.entry.unlocked(entry.operator),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** reason is the detail of an entry in words: that of a refused call is a code. */
export function reason(entry: Pick<AuditEntry, 'action' | 'detail'>): string {
  return refusedCall(entry) ? refusal(entry.detail) : entry.detail;
}

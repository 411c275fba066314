import type { AuditEntry } from '../../bridge/audit';
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
    who: entry.operator || text.entry.itself,
    via: entry.via === '' ? '' : text.entry.by(entry.via),
    deed: text.deed(entry.action, subject, entry.refused),
    deployment,
    of: !own,
    rest: [said ? '' : entry.subject, reason(entry)].filter((part) => part !== '').join(' · '),
  };
}

/** reason is the detail of an entry in words: that of a refused call is a code. */
export function reason({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>): string {
  return action === 'api.refused' ? refusal(detail) : detail;
}

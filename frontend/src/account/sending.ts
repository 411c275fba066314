import type { OutgoingDraft, OutgoingServer } from '../bridge/outgoing';
import { accountDraftOf, blankAccount } from './draft';

/** draftOf is what the form edits; stored secrets stay where they are. */
export function draftOf(server: OutgoingServer): OutgoingDraft {
  return {
    ...accountDraftOf(server),
    enabled: server.configured ? server.enabled : true,
    from: server.from,
    fromDisplayName: server.fromDisplayName,
    replyTo: server.replyTo,
    replyToDisplayName: server.replyToDisplayName,
    envelopeFrom: server.envelopeFrom,
    ehloName: server.ehloName,
  };
}

/** blankSending is an account of which nothing is known. */
export const blankSending = (deploymentId: string): OutgoingDraft => ({
  ...blankAccount(deploymentId),
  enabled: true,
  from: '',
  fromDisplayName: '',
  replyTo: '',
  replyToDisplayName: '',
  envelopeFrom: '',
  ehloName: '',
});

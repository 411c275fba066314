import { keptSecret, tokenDraftOf } from '../../account/draft';
import type { OutgoingDraft, OutgoingServer } from '../../bridge/outgoing';

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
    password: keptSecret(),
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

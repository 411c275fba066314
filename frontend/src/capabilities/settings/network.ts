import type { NetworkDraft, NetworkSettings } from '../../bridge/network';
import { outgoingSecret } from '../../form/secret';

/** networkDraft is what the form edits; a stored password stays where it is. */
export function networkDraft(stored: NetworkSettings): NetworkDraft {
  return {
    revision: stored.revision,
    proxy: stored.proxy,
    scheme: stored.scheme || 'socks5',
    address: stored.address,
    user: stored.user,
    password: { change: 'keep', value: '' },
    resolver: stored.resolver,
  };
}

/** sentNetwork is the draft as it is sent: an untouched, empty password is kept. */
export function sentNetwork(draft: NetworkDraft): NetworkDraft {
  return { ...draft, password: outgoingSecret(draft.password) };
}

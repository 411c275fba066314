// Every word on the screen, in one place, English first. A message is a typed
// property, or a function where it holds a value: a missing one fails the build.
// Each area is a module of its own, so that a page loads only its own words.

export { apiClients } from './en/apiClients';
export { audit } from './en/audit';
export { backup } from './en/backup';
export { deployments } from './en/deployments';
export { gateway } from './en/gateway';
export { general } from './en/general';
export { identityProviders } from './en/identityProviders';
export { keys } from './en/keys';
export { localAPI } from './en/localApi';
export { mailboxes } from './en/mailboxes';
export { messages } from './en/messages';
export { notifications } from './en/notifications';
export { operator } from './en/operator';
export { operators } from './en/operators';
export { outgoing } from './en/outgoing';
export { overview } from './en/overview';
export { people } from './en/people';
export { proof } from './en/proof';
export { rehearsal } from './en/rehearsal';
export { session } from './en/session';
export { settings } from './en/settings';
export { templates } from './en/templates';

import { about, type ActionWords, plain } from './actionWords';
import { messageActions } from './messageActions';

// What the journal's actions are called. The names are those that Go writes; one
// that is not here is shown as it is.

const actions: Partial<Record<string, ActionWords>> = {
  ...messageActions,
  'vault.created': plain('Vault created', 'created the vault', 'create the vault'),
  'vault.recovered': plain(
    'Vault recovered with the recovery key',
    'opened the vault with the recovery key',
    'open the vault with the recovery key',
  ),
  'vault.recovery_key_replaced': plain(
    'Recovery key replaced',
    'replaced the recovery key',
    'replace the recovery key',
  ),
  'vault.key_rotated': plain(
    'Encryption key rotated',
    'rotated the encryption key',
    'rotate the encryption key',
  ),
  'vault.restored': plain(
    'Vault restored from a backup',
    'restored the vault from a backup',
    'restore the vault from a backup',
  ),
  'vault.verified': plain('Vault verified', 'verified the vault', 'verify the vault'),
  'backup.made': plain('Backup made', 'made a backup', 'make a backup'),
  'operator.added': about('Operator added', 'added the operator', 'add the operator'),
  'operator.changed': about('Operator changed', 'changed the operator', 'change the operator'),
  'operator.removed': about('Operator removed', 'removed the operator', 'remove the operator'),
  'operator.password_changed': plain(
    'Password changed',
    'changed their own password',
    'change their own password',
  ),
  'operator.password_mailed': about(
    'Password mailed',
    'mailed a password to',
    'mail a password to',
  ),
  'operator.password_not_mailed': {
    title: 'Password not mailed',
    done: (subject) => `could not mail a password to ${subject}`.trimEnd(),
    tried: (subject) => `tried to mail a password to ${subject}`.trimEnd(),
    says: true,
  },
  'operator.reset_used': plain(
    'Mailed password used',
    'unlocked with a mailed password',
    'unlock with a mailed password that was used before',
  ),
  'operator.reset_expired': plain(
    'Mailed password expired',
    'let a mailed password expire',
    'unlock with a mailed password that had expired',
  ),
  'preferences.saved': plain('Settings saved', 'saved the settings', 'save the settings'),
  'deployment.saved': about('Deployment saved', 'saved the deployment', 'save the deployment'),
  'deployment.removed': about(
    'Deployment removed',
    'removed the deployment',
    'remove the deployment',
  ),
  'outgoing.server.saved': plain(
    'Outgoing mail saved',
    'saved outgoing mail',
    'save outgoing mail',
  ),
  'outgoing.server.removed': plain(
    'Outgoing mail removed',
    'removed outgoing mail',
    'remove outgoing mail',
  ),
  'outgoing.server.proved': plain(
    'Outgoing mail tested',
    'tested outgoing mail',
    'test outgoing mail',
  ),
  'outgoing.server.sent': plain(
    'Test mail of a template sent',
    'sent a test mail of a template',
    'send a test mail of a template',
  ),
  'outgoing.server.signed_in': plain(
    'Signed in for outgoing mail',
    'signed in for outgoing mail',
    'sign in for outgoing mail',
  ),
  'mailbox.saved': about('Mailbox saved', 'saved the mailbox', 'save the mailbox'),
  'mailbox.removed': about('Mailbox deleted', 'deleted the mailbox', 'delete the mailbox'),
  'mailbox.password_changed': about(
    'Mailbox password changed',
    'changed the password of the mailbox',
    'change the password of the mailbox',
  ),
  'mailbox.proved': about('Mailbox tested', 'tested the mailbox', 'test the mailbox'),
  'mailbox.signed_in': about(
    'Signed in for a mailbox',
    'signed in for the mailbox',
    'sign in for the mailbox',
  ),
  'mailbox.imported': plain('Mailboxes imported', 'imported mailboxes', 'import mailboxes'),
  'mailbox.exported': plain('Mailboxes exported', 'exported mailboxes', 'export mailboxes'),
  'mailbox.alias_saved': about('Alias saved', 'saved the alias', 'save the alias'),
  'mailbox.alias_removed': about('Alias removed', 'removed the alias', 'remove the alias'),
  'idp.saved': about(
    'Identity provider saved',
    'saved the identity provider',
    'save the identity provider',
  ),
  'idp.removed': about(
    'Identity provider deleted',
    'deleted the identity provider',
    'delete the identity provider',
  ),
  'idp.enabled': about(
    'Identity provider enabled',
    'enabled the identity provider',
    'enable the identity provider',
  ),
  'idp.disabled': about(
    'Identity provider disabled',
    'disabled the identity provider',
    'disable the identity provider',
  ),
  'idp.proved': about(
    'Identity provider tested',
    'tested a sign-in at the identity provider',
    'test a sign-in at the identity provider',
  ),
  'idp.checked': about(
    'Identity provider checked',
    'checked the identity provider',
    'check the identity provider',
  ),
  'idp.key_made': about(
    'Second SAML key made',
    'made a second SAML key for',
    'make a second SAML key for',
  ),
  'idp.key_replaced': about(
    'SAML key replaced',
    'replaced the SAML key of',
    'replace the SAML key of',
  ),
  'apiclient.saved': about('API client saved', 'saved the API client', 'save the API client'),
  'apiclient.removed': about(
    'API client removed',
    'removed the API client',
    'remove the API client',
  ),
  'apiclient.secret_changed': about(
    'Client secret changed',
    'changed the secret of the API client',
    'change the secret of the API client',
  ),
  'apiclient.revoked': about(
    'Tokens of an API client revoked',
    'revoked the tokens of the API client',
    'revoke the tokens of the API client',
  ),
  'apiclient.proved': about('API client tested', 'tested the API client', 'test the API client'),
  'localapi.saved': plain(
    'Settings of the local API saved',
    'saved the settings of the local API',
    'save the settings of the local API',
  ),
  'localapi.authority_made': plain(
    'Local API authority made',
    'made a certificate authority for the local API',
    'make a certificate authority for the local API',
  ),
  'localapi.started': plain('Local API started', 'started the local API', 'start the local API'),
  'localapi.stopped': plain('Local API stopped', 'stopped the local API', 'stop the local API'),
  'api.refused': {
    title: 'Call of the local API refused',
    // After the local API, which refused: nobody else did anything.
    done: (subject) => `refused a call: ${subject}`,
    tried: (subject) => `refused a call: ${subject}`,
    says: true,
  },
  'handover.saved': plain(
    'Target of the push saved',
    'saved where outgoing mail is pushed to',
    'save where outgoing mail is pushed to',
  ),
  'handover.applied': about(
    'Outgoing mail pushed',
    'pushed outgoing mail to',
    'push outgoing mail to',
  ),
  'network.saved': plain(
    'Network settings saved',
    'saved the network settings',
    'save the network settings',
  ),
};

// What is before the first dot of an action.
const groups: Partial<Record<string, string>> = {
  vault: 'Vault',
  backup: 'Backups',
  operator: 'Operators',
  preferences: 'Settings',
  deployment: 'Deployments',
  outgoing: 'Outgoing mail',
  mailbox: 'Mailboxes',
  idp: 'Identity providers',
  apiclient: 'API clients',
  localapi: 'Local API',
  api: 'Calls of the local API',
  handover: 'Hand-over',
  notify: 'Notifications',
  gateway: 'E-mail gateway',
  network: 'Network',
};

export const actionWords = {
  /** change names an action in a list. */
  change: (action: string): string => actions[action]?.title ?? action,
  /** deed says what somebody did, or tried to do, after a name. */
  deed: (action: string, subject: string, refused: boolean): string => {
    const words = actions[action];
    if (!words) return refused ? `tried ${action}` : `made the change ${action}`;
    return refused ? words.tried(subject) : words.done(subject);
  },
  /** saysSubject: the deed's words hold what it was done to. */
  saysSubject: (action: string): boolean => actions[action]?.says ?? false,
  group: (name: string): string => groups[name] ?? name,
};

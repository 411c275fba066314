import { about, type ActionWords, plain } from './actionWords';

/** messageActions are those of notifications and of the e-mail gateway. */
export const messageActions: Partial<Record<string, ActionWords>> = {
  'notify.saved': plain(
    'Switches of the notifications saved',
    'saved the switches of the notifications',
    'save the switches of the notifications',
  ),
  'notify.action_saved': about('Action saved', 'saved the action', 'save the action'),
  'notify.action_removed': about('Action removed', 'removed the action', 'remove the action'),
  'notify.person_saved': about('Person saved', 'saved the person', 'save the person'),
  'notify.person_removed': about('People removed', 'removed the person', 'remove the person'),
  'notify.people_imported': plain('People imported', 'imported people', 'import people'),
  'notify.template_saved': about('Template saved', 'saved the template', 'save the template'),
  'notify.template_removed': about(
    'Template removed',
    'removed the template',
    'remove the template',
  ),
  'notify.sent': about('Event sent', 'sent an event of the action', 'send an event of the action'),
  'notify.retried': about(
    'Message sent again',
    'sent a message again to',
    'send a message again to',
  ),
  'notify.own_server_proved': about(
    'Own server of an action tested',
    'tested the own server of the action',
    'test the own server of the action',
  ),
  'notify.own_server_signed_in': about(
    'Signed in for an action',
    'signed in for the own server of the action',
    'sign in for the own server of the action',
  ),
  'gateway.saved': plain(
    'E-mail gateway saved',
    'saved the e-mail gateway',
    'save the e-mail gateway',
  ),
  'gateway.removed': plain(
    'E-mail gateway removed',
    'removed the e-mail gateway',
    'remove the e-mail gateway',
  ),
  'gateway.template_saved': plain(
    'Password-reset mail saved',
    'saved the password-reset mail',
    'save the password-reset mail',
  ),
  'gateway.template_removed': plain(
    'Password-reset mail put back',
    'put the password-reset mail back to its default',
    'put the password-reset mail back to its default',
  ),
  'gateway.proved': plain(
    'E-mail gateway tested',
    'tested the e-mail gateway',
    'test the e-mail gateway',
  ),
  'gateway.sent': plain(
    'Test of the password-reset mail sent',
    'sent a test of the password-reset mail',
    'send a test of the password-reset mail',
  ),
};

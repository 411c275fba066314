import type { MailTemplate, MailTemplateDraft } from '../bridge/templates';

/** Mail is what somebody writes of a template. */
export interface Mail {
  name: string;
  subject: string;
  html: string;
  /** The plain text, where it is written by hand. */
  text: string;
  /** Otherwise it is made from the HTML, and follows it. */
  byHand: boolean;
}

/** mailOf is a template as it is edited. */
export function mailOf({ name, text, inStep }: MailTemplate): Mail {
  const { subject, html } = text;
  return inStep
    ? { name, subject, html, text: '', byHand: false }
    : { name, subject, html, text: text.text, byHand: true };
}

/** draftOf is what is sent of it. Named is one beside the default one. */
export function draftOf(
  stored: MailTemplate,
  deploymentId: string,
  mail: Mail,
  named: boolean,
): MailTemplateDraft {
  const { kind, id, revision } = stored;
  const { name, subject, html, text, byHand } = mail;
  return {
    kind,
    deploymentId,
    id,
    name,
    named,
    revision,
    text: { subject, html, text: byHand ? text : '' },
  };
}

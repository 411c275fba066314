import type { NotificationMessage } from '../bridge/messages';
import {
  type MailTemplate,
  type MailTemplateDraft,
  type SavedTemplate,
  type TemplateCatalogue,
  type TemplateKind,
  type TemplateMail,
  type TemplatePreview,
  type TemplateTrial,
  templates,
} from '../bridge/templates';

/** Choice is a person or an action that a preview can be filled in with. */
export interface Choice {
  id: string;
  name: string;
}

/** TemplateSource is where the editor's template is kept and tried: the editor knows nothing else. */
export interface TemplateSource {
  readonly kind: TemplateKind;
  /** Empty for the password-reset mail, which belongs to the vault. */
  readonly deploymentID: string;
  catalogue: () => Promise<TemplateCatalogue>;
  /** load answers a template as it is kept. */
  load: (id: string) => Promise<MailTemplate>;
  save: (draft: MailTemplateDraft) => Promise<SavedTemplate>;
  preview: (trial: TemplateTrial) => Promise<TemplatePreview>;
  send: (mail: TemplateMail) => Promise<NotificationMessage>;
  /** Those of the deployment whose name holds what is searched for, where it has any. */
  people?: (search: string) => Promise<Choice[]>;
  actions?: () => Promise<Choice[]>;
}

/** sourceOf is the vault's own store of a kind. */
export function sourceOf(kind: TemplateKind, deploymentID: string): TemplateSource {
  return {
    kind,
    deploymentID,
    catalogue: () => templates.catalogue(kind),
    load: (id) => templates.get(kind, deploymentID, id),
    save: (draft) => templates.save(draft),
    preview: (trial) => templates.preview(trial),
    send: (mail) => templates.sendDraft(mail),
  };
}

import * as bound from '../../wailsjs/go/app/Templates.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { NotificationMessage } from './messages';

export type TemplateText = app.TemplateText;
export type TemplateRow = app.TemplateRow;
export type MailTemplate = app.MailTemplate;
export type MailTemplateDraft = app.MailTemplateDraft;
export type TemplateCatalogue = app.TemplateCatalogue;
export type TemplatePlaceholder = app.TemplatePlaceholder;
export type TemplateTrial = app.TemplateTrial;
export type TemplatePreview = app.TemplatePreview;
export type TemplateProblem = app.TemplateProblem;
export type SavedTemplate = app.SavedTemplate;
export type TemplateMail = app.TemplateMail;
export type TemplateKind = 'notification' | 'password-reset';

export const templates = {
  catalogue: (kind: TemplateKind): Promise<TemplateCatalogue> =>
    call(async () => {
      const catalogue = await bound.Catalogue(kind);
      return {
        ...catalogue,
        placeholders: orEmpty(catalogue.placeholders),
        samples: orEmpty(catalogue.samples),
      };
    }),
  /** list has the default one first. */
  list: (deployment: string): Promise<TemplateRow[]> =>
    call(async () => orEmpty(await bound.List(deployment))),
  get: (kind: TemplateKind, deployment: string, id: string): Promise<MailTemplate> =>
    call(() => bound.Get(kind, deployment, id)),
  preview: (trial: TemplateTrial): Promise<TemplatePreview> =>
    call(async () => {
      const preview = await bound.Preview(trial);
      return { ...preview, problems: orEmpty(preview.problems) };
    }),
  save: (draft: MailTemplateDraft): Promise<SavedTemplate> =>
    call(async () => {
      const saved = await bound.Save(draft);
      return { ...saved, problems: orEmpty(saved.problems) };
    }),
  remove: (kind: TemplateKind, deployment: string, id: string, revision: number): Promise<void> =>
    call(() => bound.Remove(kind, deployment, id, revision)),
  /** sendDraft sends one mail, so that it is seen in a mail program. */
  sendDraft: (mail: TemplateMail): Promise<NotificationMessage> =>
    call(() => bound.SendDraft(mail), unbounded),
};

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}

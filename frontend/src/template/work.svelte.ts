import { type Fault, toFault } from '../bridge/fault';
import type {
  MailTemplate,
  MailTemplateDraft,
  TemplateCatalogue,
  TemplatePreview,
  TemplateProblem,
  TemplateTrial,
} from '../bridge/templates';
import { Form } from '../form/form.svelte';
import { type Mail, draftOf, mailOf } from './draft';
import { tooLarge } from './limits';
import { isOfValues } from './problem';
import type { TemplateSource } from './source';

export type Look = 'light' | 'dark' | 'narrow' | 'text';

/** TemplateWork is one template on the screen: what is typed, and what it comes to. */
export class TemplateWork {
  readonly form: Form<Mail>;
  readonly catalogue: TemplateCatalogue;
  readonly source: TemplateSource;
  /** The default template has no name, nor has the password-reset mail. */
  readonly named: boolean;
  stored = $state.raw<MailTemplate>() as MailTemplate;
  look = $state<Look>('light');
  /** The chosen sample; empty where a person is chosen. */
  sample = $state('');
  personID = $state('');
  actionID = $state('');
  preview = $state.raw<TemplatePreview | undefined>();
  fault = $state.raw<Fault | undefined>();
  #asked = 0;

  constructor(
    source: TemplateSource,
    catalogue: TemplateCatalogue,
    stored: MailTemplate,
    isNew: boolean,
  ) {
    this.source = source;
    this.named = isNew || stored.id !== '';
    this.catalogue = catalogue;
    this.stored = stored;
    this.sample = catalogue.samples[0] ?? '';
    this.form = new Form(mailOf(stored), {
      check: () => this.#check(),
      save: (mail) => this.#save(mail),
    });
  }

  get mail(): Mail {
    return this.form.draft;
  }

  get tooLarge(): TemplateProblem[] {
    return tooLarge(draftOf(this.stored, '', this.mail, this.named).text, this.catalogue);
  }

  get problems(): readonly TemplateProblem[] {
    if (this.tooLarge.length > 0) return this.tooLarge;
    // That there is no text of its own is what the person has chosen.
    return (this.preview?.problems ?? []).filter(
      ({ code }) => this.mail.byHand || code !== 'template.no_text',
    );
  }

  /** errors are what the template cannot be saved with. */
  get errors(): readonly TemplateProblem[] {
    return this.problems.filter((one) => one.severity === 'error' && !isOfValues(one));
  }

  /** plainText is what the plain-text part says: by hand, or made from the HTML. */
  get plainText(): string {
    return this.mail.byHand ? this.mail.text : (this.preview?.madeText ?? this.stored.text.text);
  }

  /** try fills the template in as it is on the screen; only the latest answer counts. */
  async try(): Promise<TemplatePreview | undefined> {
    const asked = ++this.#asked;
    if (this.tooLarge.length > 0) return undefined; // it is not even sent
    try {
      const preview = await this.source.preview(this.trial());
      if (asked !== this.#asked) return undefined;
      this.preview = preview;
      this.fault = undefined;
      return preview;
    } catch (thrown) {
      if (asked === this.#asked) this.fault = toFault(thrown);
      return undefined;
    }
  }

  /** trial is what is on the screen, with what it is to be filled in with. */
  trial(mode: Look = this.look): TemplateTrial {
    return {
      draft: this.draft(),
      sample: this.personID === '' ? this.sample : '',
      personId: this.personID,
      actionId: this.personID === '' ? '' : this.actionID,
      message: '',
      mode: mode === 'text' ? 'light' : mode,
    };
  }

  draft(): MailTemplateDraft {
    return draftOf(this.stored, this.source.deploymentID, $state.snapshot(this.mail), this.named);
  }

  /** byDefault puts what comes with Patchbay into the draft: a change like any other. */
  byDefault(): void {
    const { subject, html } = this.catalogue.default;
    this.form.fill({ ...$state.snapshot(this.mail), subject, html, text: '', byHand: false });
  }

  // What is wrong stands at its field: the HTML's and the text's are in the list.
  async #check() {
    await this.try();
    return this.errors.map(({ field, message }) => ({ name: field, message }));
  }

  async #save(mail: Mail): Promise<Mail> {
    const { template } = await this.source.save(
      draftOf(this.stored, this.source.deploymentID, mail, this.named),
    );
    this.stored = template;
    return mailOf(template);
  }
}

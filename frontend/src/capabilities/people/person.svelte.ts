import { toFault } from '../../bridge/fault';
import { people, type Person, type PersonDraft } from '../../bridge/people';
import { Resource } from '../../bridge/resource.svelte';
import { Form } from '../../form/form.svelte';
import { draftOf, sent } from './draft';

/** PersonState is one person on the screen, new or stored. */
export class PersonState {
  readonly form: Form<PersonDraft>;
  #stored: Resource<Person>;

  constructor(draft: PersonDraft, stored: Person | undefined) {
    const { deploymentId } = draft;
    this.#stored = new Resource(() => people.get(deploymentId, this.form.draft.id));
    if (stored) this.#stored.set(stored);
    this.form = new Form(draft, {
      check: (changed) => people.check(sent(changed)),
      save: async (changed) => {
        const saved = await people.save(sent(changed));
        this.#stored.set(saved);
        return draftOf(deploymentId, saved);
      },
    });
    if (!stored) this.form.edit();
  }

  get stored(): Person | undefined {
    return this.#stored.value;
  }

  /** refresh reads what is stored; typed changes stay. */
  async refresh(): Promise<void> {
    if (!this.stored) return;
    const stored = await this.#stored.load();
    if (stored && !this.form.editing) {
      this.form.load(draftOf(this.form.draft.deploymentId, stored));
    }
  }

  /** remove deletes the stored person; false when it was refused. */
  async remove(): Promise<boolean> {
    const { deploymentId, id } = this.form.draft;
    try {
      await people.remove(deploymentId, [id]);
      return true;
    } catch (thrown) {
      await this.form.refuse(toFault(thrown));
      return false;
    }
  }
}

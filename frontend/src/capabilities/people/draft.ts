import type { Person, PersonDraft } from '../../bridge/people';

/** blankDraft begins a new person. */
export function blankDraft(deploymentId: string): PersonDraft {
  return { deploymentId, id: '', revision: 0, name: '', userName: '', email: '', attributes: [] };
}

/** draftOf is what the form edits of a stored person. */
export function draftOf(deploymentId: string, stored: Person): PersonDraft {
  const { id, revision, name, userName, email } = stored;
  // Go's empty slice may arrive as null.
  const attributes = ((stored.attributes as Person['attributes'] | null) ?? []).map((one) => ({
    ...one,
  }));
  return { deploymentId, id, revision, name, userName, email, attributes };
}

/** sent is the draft as Go takes it: rows that were left empty are none. */
export function sent(draft: PersonDraft): PersonDraft {
  const attributes = draft.attributes.filter(
    ({ name, value }) => name.trim() !== '' || value.trim() !== '',
  );
  return { ...draft, attributes };
}

/** calledOf is what somebody is called in a list; empty for a person without any name. */
export function calledOf(person: Pick<PersonDraft, 'name' | 'userName' | 'email'>): string {
  return person.name || person.userName || person.email;
}

import { localAPI, type LocalAPISettings, type LocalAPIState } from '../../bridge/localApi';
import { Form } from '../../form/form.svelte';

/** settingsOf are those of the state that can be changed. */
export function settingsOf(state: LocalAPISettings): LocalAPISettings {
  const { startAtUnlock, host, port, revision } = state;
  return { startAtUnlock, host, port, revision };
}

/** settingsForm edits how the API is to run; saved is told what has become of it. */
export function settingsForm(
  stored: LocalAPISettings,
  saved: (state: LocalAPIState) => void,
): Form<LocalAPISettings> {
  return new Form(settingsOf(stored), {
    // There is nothing to be wrong before a port is opened; saving says the rest.
    check: () => Promise.resolve([]),
    save: async (draft) => {
      const state = await localAPI.save(draft);
      saved(state);
      return settingsOf(state);
    },
  });
}

import { audit as text } from '../../text';

/** actionOptions lists what the journal holds: each group, then its actions. */
export function actionOptions(actions: readonly string[]): { value: string; label: string }[] {
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const name = action.split('.', 1)[0] ?? action;
    groups.set(name, [...(groups.get(name) ?? []), action]);
  }
  return [...groups]
    .map(([name, members]) => ({ name, members, label: text.group(name) }))
    .sort((a, b) => a.label.localeCompare(b.label))
    .flatMap(({ name, members, label }) => [
      { value: name, label },
      ...members
        .filter((action) => action !== name)
        .map((action) => ({ value: action, label: text.filter.within(text.change(action)) }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    ]);
}

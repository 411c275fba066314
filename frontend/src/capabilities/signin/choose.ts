import type { MetadataEntity, PresetQuestion, SignInPreset } from '../../bridge/identityProviders';

const has = (text: string, query: string) =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word));

/** So many are shown at once; the others are found by a word of theirs. */
const most = 200;

/** matchingEntities are the providers of metadata that a search finds. */
export function matchingEntities(
  entities: readonly MetadataEntity[],
  query: string,
): readonly MetadataEntity[] {
  return entities.filter((one) => has(`${one.name} ${one.entityId}`, query.trim())).slice(0, most);
}

/** matchingPresets are the known providers that a search finds. */
export function matchingPresets(
  presets: readonly SignInPreset[],
  query: string,
): readonly SignInPreset[] {
  return presets.filter((one) => has(`${one.name} ${one.id}`, query.trim()));
}

/** questionsFor are those that a preset asks for one type. */
export function questionsFor(
  preset: Pick<SignInPreset, 'questions'>,
  type: string,
): readonly PresetQuestion[] {
  return (preset.questions ?? []).filter((one) => appliesTo(one.types, type));
}

/** appliesTo: what names no type is for every one. */
export const appliesTo = (types: readonly string[] | null, type: string): boolean =>
  (types ?? []).length === 0 || (types ?? []).includes(type);

/** typeFor is the type that a preset is filled in for: the draft's where it can be. */
export function typeFor(preset: Pick<SignInPreset, 'types'>, wanted: string): string {
  const types = preset.types ?? [];
  return types.includes(wanted) ? wanted : (types[0] ?? wanted);
}

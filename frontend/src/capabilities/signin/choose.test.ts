import { describe, expect, it } from 'vitest';
import type { MetadataEntity, PresetQuestion, SignInPreset } from '../../bridge/identityProviders';
import { appliesTo, matchingEntities, matchingPresets, questionsFor, typeFor } from './choose';

const entity = (entityId: string, name: string) => ({ entityId, name }) as MetadataEntity;
const preset = (id: string, name: string) => ({ id, name }) as SignInPreset;
const question = (key: string, types: string[] | null) =>
  ({ key, types }) as unknown as PresetQuestion;

describe('matchingEntities', () => {
  const all = [
    entity('https://idp.uni.example/shibboleth', 'University of Example'),
    entity('https://login.college.example', 'Example College'),
  ];

  it.each([
    ['', 2],
    ['  ', 2],
    ['college', 1],
    ['EXAMPLE university', 1],
    ['shibboleth', 1],
    ['nowhere', 0],
  ])('%j finds %d', (query, count) => {
    expect(matchingEntities(all, query)).toHaveLength(count);
  });

  it('shows no more than a list can hold', () => {
    const many = Array.from({ length: 5000 }, (_, at) => entity(`https://${String(at)}`, ''));
    expect(matchingEntities(many, '')).toHaveLength(200);
    expect(matchingEntities(many, '4999')).toHaveLength(1);
  });
});

it('finds a preset by its name or its ID', () => {
  const all = [preset('entra', 'Microsoft Entra ID'), preset('okta', 'Okta')];
  expect(matchingPresets(all, 'micro').map((one) => one.id)).toEqual(['entra']);
  expect(matchingPresets(all, 'OKTA').map((one) => one.id)).toEqual(['okta']);
});

it('asks what is asked for a type, and what names none', () => {
  const questions = [question('tenant', null), question('app', ['saml']), question('org', [])];
  const keys = (type: string) => questionsFor({ questions }, type).map((one) => one.key);
  expect(keys('saml')).toEqual(['tenant', 'app', 'org']);
  expect(keys('oidc')).toEqual(['tenant', 'org']);
  expect(appliesTo(['oidc'], 'saml')).toBe(false);
});

it('stays at the type that is chosen, where the preset has it', () => {
  expect(typeFor({ types: ['oidc', 'saml'] }, 'saml')).toBe('saml');
  expect(typeFor({ types: ['oauth2'] }, 'saml')).toBe('oauth2');
  expect(typeFor({ types: [] }, 'saml')).toBe('saml');
});

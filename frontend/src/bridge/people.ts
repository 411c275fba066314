import * as bound from '../../wailsjs/go/app/People.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';
import type { FieldFault } from './fault';

export type Person = app.Person;
export type PersonAttribute = app.PersonAttribute;
export type PersonDraft = app.PersonDraft;
export type PeopleQuery = app.PeopleQuery;
export type PeopleList = app.PeopleList;
export type PeopleImport = app.PeopleImport;
export type PeopleImportPart = app.PeopleImportPart;
export type PeopleImportReport = app.PeopleImportReport;
export type PeopleImportProblem = app.PeopleImportProblem;
export type PeopleImportSample = app.PeopleImportSample;

// What reads or writes a hundred thousand rows lasts as long as it lasts.
export const people = {
  list: (query: PeopleQuery): Promise<PeopleList> =>
    call(async () => {
      const list = await bound.List(query);
      return { ...list, people: orEmpty(list.people) };
    }),
  get: (deployment: string, id: string): Promise<Person> => call(() => bound.Get(deployment, id)),
  check: (draft: PersonDraft): Promise<FieldFault[]> =>
    call(async () => orEmpty(await bound.Check(draft))),
  save: (draft: PersonDraft): Promise<Person> => call(() => bound.Save(draft)),
  /** remove deletes all of them or none. */
  remove: (deployment: string, ids: readonly string[]): Promise<void> =>
    call(() => bound.Remove(deployment, [...ids]), unbounded),
  /** importPart answers the file's handle; at most 512 KiB at a time. */
  importPart: (part: PeopleImportPart): Promise<string> => call(() => bound.ImportPart(part)),
  previewImport: (request: PeopleImport): Promise<PeopleImportReport> =>
    call(async () => reported(await bound.PreviewImport(request)), unbounded),
  import: (request: PeopleImport): Promise<PeopleImportReport> =>
    call(async () => reported(await bound.Import(request)), unbounded),
  discardImport: (handle: string): Promise<void> => call(() => bound.DiscardImport(handle)),
};

function reported(report: PeopleImportReport): PeopleImportReport {
  return {
    ...report,
    columns: orEmpty(report.columns),
    problems: orEmpty(report.problems),
    samples: orEmpty(report.samples),
  };
}

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}

import * as bound from '../../wailsjs/go/app/Deployments.js';
import type { app } from '../../wailsjs/go/models';
import { call } from './call';
import type { FieldFault } from './fault';
import type { Light } from './light';

export type Deployment = app.Deployment;
export type Variable = app.Variable;
export type Integration = Omit<app.Integration, 'light'> & { light: Light };

export const deployments = {
  list: (): Promise<Deployment[]> => call(async () => orEmpty(await bound.List())),
  get: (id: string): Promise<Deployment> => call(() => bound.Get(id)),
  check: (draft: Deployment): Promise<FieldFault[]> =>
    call(async () => orEmpty(await bound.Check(draft))),
  save: (draft: Deployment): Promise<Deployment> => call(() => bound.Save(draft)),
  remove: (id: string, revision: number): Promise<void> => call(() => bound.Remove(id, revision)),
  integrations: (id: string): Promise<Integration[]> =>
    call(async () => orEmpty(await bound.Integrations(id))),
};

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}

import type { app } from '../../wailsjs/go/models';

/** Light is the state of an integration. */
export type Light = `${app.Light}`;

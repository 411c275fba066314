import * as bound from '../../wailsjs/go/app/Keys.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type KeyStatus = app.KeyStatus;
export type AffectedIntegration = app.AffectedIntegration;
export type Rotation = app.Rotation;
export type RotationProgress = app.RotationProgress;

export const keys = {
  status: (): Promise<KeyStatus> => call(() => bound.Status()),
  rotate: (): Promise<KeyStatus> => call(() => bound.Rotate(), unbounded),
  cancelRotation: (): Promise<void> => call(() => bound.CancelRotation()),
};

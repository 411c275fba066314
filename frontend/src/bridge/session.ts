import * as bound from '../../wailsjs/go/app/Session.js';
import type { app } from '../../wailsjs/go/models';
import { call, derive } from './call';

export type VaultState = `${app.VaultState}`;
export type VaultStatus = Omit<app.VaultStatus, 'state'> & { state: VaultState };
export type Operator = app.Operator;
export type RecoveryKey = app.RecoveryKey;
export type Preferences = app.Preferences;
export type PasswordStrength = app.PasswordStrength;
export type NewVault = app.NewVault;
export type Unlock = app.Unlock;
export type Recovery = app.Recovery;
export type PasswordChange = app.PasswordChange;

export const session = {
  status: (): Promise<VaultStatus> => call(() => bound.Status()),
  create: (vault: NewVault): Promise<RecoveryKey> => call(() => bound.Create(vault), derive),
  unlock: (form: Unlock): Promise<VaultStatus> => call(() => bound.Unlock(form), derive),
  lock: (): Promise<void> => call(() => bound.Lock()),
  /** touch tells of the person's activity, which puts off the automatic lock. */
  touch: (): Promise<void> => call(() => bound.Touch()),
  strength: (password: string): Promise<PasswordStrength> => call(() => bound.Strength(password)),
  changePassword: (form: PasswordChange): Promise<void> =>
    call(() => bound.ChangePassword(form), derive),
  recover: (form: Recovery): Promise<RecoveryKey> => call(() => bound.Recover(form), derive),
  replaceRecoveryKey: (password: string): Promise<RecoveryKey> =>
    call(() => bound.ReplaceRecoveryKey(password), derive),
  preferences: (): Promise<Preferences> => call(() => bound.Preferences()),
  savePreferences: (preferences: Preferences): Promise<Preferences> =>
    call(() => bound.SavePreferences(preferences)),
};

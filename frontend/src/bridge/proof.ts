import type { app } from '../../wailsjs/go/models';

export type Proof = app.Proof;
export type ProofStep = app.ProofStep;
export type Step = app.Step;
export type Finding = app.Finding;
export type Alternative = app.Alternative;
export type TLSEvidence = app.TLS;
export type TokenEvidence = app.Token;
export type Certificate = app.Certificate;
export type TranscriptLine = app.TranscriptLine;
export type Folder = app.Folder;
export type MissingCapability = app.MissingCapability;
export type ServerNotice = app.ServerNotice;
export type Arrival = app.Arrival;
export type AuthResult = app.AuthResult;
export type ReceivedHop = app.ReceivedHop;

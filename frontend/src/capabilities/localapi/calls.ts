import type { APICall } from '../../bridge/localApi';

/** NumberedCall is a call with its place among all of them, the first being 1. */
export interface NumberedCall extends APICall {
  number: number;
}

/** numbered gives the calls, newest first, numbers that stay while others arrive. */
export function numbered(calls: readonly APICall[], total: number): NumberedCall[] {
  return calls.map((call, at) => ({ ...call, number: total - at }));
}

/** refused: it was answered by an error of the caller’s, not by what was asked for. */
export const refused = (call: APICall): boolean => call.status >= 400;

import { z } from 'zod';
import { timeSchema } from '../call/record.ts';

/** When the customer expects the call. */
export const windowSchema = z
  .object({ from: timeSchema, to: timeSchema })
  .refine(({ from, to }) => from < to);
export type PromiseWindow = z.infer<typeof windowSchema>;

export function isSameWindow(a: PromiseWindow, b: PromiseWindow): boolean {
  return a.from === b.from && a.to === b.to;
}

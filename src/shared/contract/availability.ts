import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import {
  absenceSchema,
  chosenBySchema,
  reservedSchema,
  spanSchema,
  statusSchema,
} from '../domain/availability/status.ts';

const talkSchema = z.object({ from: timeSchema, to: timeSchema.nullable() });

/*
 * Every method that changes something carries an id made by the page, so that sending it again
 * after a broken line is harmless; each answers with how things stand afterwards.
 * Errors of all of them: `storage.*`, after which nothing has changed; `availability.protected` with
 * `details.until`, epoch milliseconds, where a protected break would end or become shorter.
 */
export const availabilityMethods = {
  'availability.status': method({ input: z.object({}), output: statusSchema }),
  /** Takes calls from now on, or none. */
  'availability.set': method({
    input: z.object({ id: idSchema, to: reservedSchema, by: chosenBySchema }),
    output: statusSchema,
  }),
  /** What comes when the calls of this moment are over; null takes it back. */
  'availability.reserve': method({
    input: z.object({ id: idSchema, next: reservedSchema.nullable() }),
    output: statusSchema,
  }),
  /** Another time to be back, of the absence that goes on; null when nobody knows. */
  'availability.extend': method({
    input: z.object({ id: idSchema, until: timeSchema.nullable() }),
    output: statusSchema,
  }),
  'availability.describe': method({
    input: z.object({ id: idSchema, ...absenceSchema.pick({ note: true, alternate: true }).shape }),
    output: statusSchema,
  }),
  /** What there was of a day, or of any other time of at most 32 days; epoch milliseconds. */
  'availability.day': method({
    input: z
      .object({ from: timeSchema, to: timeSchema })
      .refine(({ from, to }) => from < to && to - from <= 32 * 86_400_000),
    output: z.object({ spans: z.array(spanSchema), talks: z.array(talkSchema) }),
  }),
} as const;

export const availabilityEvents = {
  'availability.changed': event({ data: statusSchema }),
} as const;

import type { z } from 'zod';

/** A request the renderer makes of the host. Input and output are JSON-safe. */
export interface MethodDefinition<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> {
  readonly input: I;
  readonly output: O;
}

/** A fact the host announces to every connected renderer. */
export interface EventDefinition<D extends z.ZodType = z.ZodType> {
  readonly data: D;
}

/** What the two sides of a transport agree on. */
export interface Contract {
  readonly methods: Readonly<Record<string, MethodDefinition>>;
  readonly events: Readonly<Record<string, EventDefinition>>;
}

export function method<I extends z.ZodType, O extends z.ZodType>(
  definition: MethodDefinition<I, O>,
): MethodDefinition<I, O> {
  return definition;
}

export function event<D extends z.ZodType>(definition: EventDefinition<D>): EventDefinition<D> {
  return definition;
}

export type MethodName<C extends Contract> = keyof C['methods'] & string;
export type EventName<C extends Contract> = keyof C['events'] & string;

/** What a caller may pass: defaults of the schema need not be given. */
export type InputOf<C extends Contract, M extends MethodName<C>> = z.input<
  C['methods'][M]['input']
>;
/** What a handler receives: validated, defaults filled in. */
export type ParsedInputOf<C extends Contract, M extends MethodName<C>> = z.output<
  C['methods'][M]['input']
>;
export type OutputOf<C extends Contract, M extends MethodName<C>> = z.output<
  C['methods'][M]['output']
>;
export type EventDataOf<C extends Contract, E extends EventName<C>> = z.output<
  C['events'][E]['data']
>;

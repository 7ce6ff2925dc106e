import { AppError } from '#shared/errors.ts';

export type LogDetails = Readonly<Record<string, unknown>>;

/** Where the host writes what happened. Never passwords, names or whole numbers. */
export interface Log {
  info(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  error(message: string, details?: LogDetails): void;
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly details?: LogDetails;
}

export function createLog(write: (line: LogLine) => void): Log {
  const at =
    (level: LogLine['level']) =>
    (message: string, details?: LogDetails): void =>
      write(details === undefined ? { level, message } : { level, message, details });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** One JSON object a line, so that a message from the page cannot fake a second line. */
export function createLineLog(clock: () => number, write: (text: string) => void): Log {
  return createLog((line) => {
    write(`${JSON.stringify({ at: new Date(clock()).toISOString(), ...line })}\n`);
  });
}

/** What may be logged of an unexpected error: its place, without words that came from a person. */
export function describeError(error: unknown): LogDetails {
  if (!(error instanceof Error)) return { error: typeof error };
  // An expected refusal says all in its code.
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { error: error.name, ...code, message: error.message, stack: error.stack ?? '' };
}

import { z } from 'zod';

/** How an error travels: `message` is for logs, the screen translates `code`. */
export const wireErrorSchema = z.object({
  code: z.string().min(1).max(80),
  message: z.string().max(2_000),
  details: z.unknown().optional(),
});

export type WireError = z.infer<typeof wireErrorSchema>;

/**
 * Every code a person or support can meet. The screen has words for each
 * (`errors.<code>` in the locale files); the message beside it is for logs.
 */
export const ERROR_CODES = [
  'internal',
  'input.invalid',
  'method.unknown',
  'transport.closed',
  'call.unknown',
  'availability.protected',
  'abuse.unknown',
  'message.too-late',
  'message.no-line',
  'desk.taken',
  'settings.locked',
  'clipboard.unavailable',
  'account.missing',
  'account.locked',
  'account.secret-missing',
  'contact.unknown',
  'contact.changed',
  'contact.incomplete',
  'import.unknown',
  'customer.unknown',
  'customer.erased',
  'customer.same',
  'storage.read-only',
  'storage.full',
  'storage.in-use',
  'storage.newer',
  'storage.corrupt',
  'storage.locked',
  'storage.failed',
  'promise.unknown',
  'outbox.unknown',
  'outbox.settled',
  'outbox.leaving',
  'outbox.no-trouble',
  'outbox.too-far',
  'template.unknown',
  'template.refused',
  'template.changed',
  'booking.invalid',
  'picture.unknown',
  'picture.invalid',
  'picture.too-large',
  'privacy.held',
  'privacy.owed',
  'privacy.busy',
  'privacy.plan-old',
  'export.unknown',
  'export.busy',
  'export.unmasked',
  'export.in-memory',
  'backup.unknown',
  'backup.busy',
  'backup.in-call',
  'update.off',
  'update.in-call',
  'update.not-ready',
  'update.failed',
  'update.unsigned',
  'move.busy',
  'move.in-call',
  'move.unknown',
  'move.gap',
  'move.foreign',
  'move.newer',
  'move.passphrase',
  'move.cut',
  'move.damaged',
  'move.unsafe',
  'encryption.code',
  'secrets.passphrase',
  'secrets.damaged',
  'secrets.keystore',
  'encryption.refused',
  'encryption.keystore',
  'role.none',
  'role.wrong',
  'role.wait',
  'role.needed',
  'team.code',
  'team.refused',
  'team.too-large',
  'gateway.unknown',
  'gateway.number',
  'pause.unknown',
  'pause.already',
  'script.unknown',
  'script.refused',
  'run.unknown',
  'mistake.unknown',
  'lesson.unknown',
  'lesson.not-yours',
  'reflection.unknown',
  'recording.not-allowed',
  'recording.unknown',
  'recording.closed',
  'recording.gap',
  'recording.gone',
  'recording.busy',
  'calendar.address',
  'calendar.address-missing',
  'calendar.invalid',
  'calendar.too-large',
  'calendar.too-many',
  'calendar.unreachable',
  'calendar.refused',
  'calendar.nothing-upcoming',
  'calendar.unknown',
  'greeting.unknown',
  'greeting.invalid',
  'greeting.too-long',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error with a code that crosses every transport unchanged. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, details?: unknown) {
    super(message);
    this.code = code;
    this.details = details;
  }

  static fromWire({ code, message, details }: WireError): AppError {
    // A newer host may know codes this page does not: the code is kept as it came.
    return new AppError(code as ErrorCode, message, details);
  }

  toWire(): WireError {
    return this.details === undefined
      ? { code: this.code, message: this.message }
      : { code: this.code, message: this.message, details: this.details };
  }
}

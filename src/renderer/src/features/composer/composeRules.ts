/*
 * What a draft begins with is worked out by rules that nobody needs before a text is written: they
 * are fetched then (`useComposeFor`).
 */
export { formOf } from '#shared/domain/outbox/reservation.ts';
export { advise } from '#shared/domain/outbox/strategy.ts';
export { textWords } from '#shared/domain/outbox/words.ts';

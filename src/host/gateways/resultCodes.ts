import type { GatewayCode } from '#shared/domain/outbox/gatewayCodes.ts';

/*
 * What the usual codes of the providers mean. Providers add and change them, and none of these
 * tables is whole: what is not in one is `gateway.refused` or `gateway.carrier`, with the provider's
 * own words beside it. (verify) marks what could not be found in the provider's own documentation
 * and was taken from what programs in public use say.
 */

type Table = Readonly<Record<string, GatewayCode>>;

/** `errorCode` of a refused request (verify), and `statusCode` of a message (verify). */
export const SOLAPI_CODES: Table = {
  InvalidAPIKey: 'gateway.auth',
  InvalidApiKey: 'gateway.auth',
  SignatureDoesNotMatch: 'gateway.auth',
  DuplicatedSignature: 'gateway.auth',
  Unauthorized: 'gateway.auth',
  Forbidden: 'gateway.auth',
  RequestTimeTooSkewed: 'gateway.clock',
  NotEnoughBalance: 'gateway.balance',
  TooManyRequests: 'gateway.busy',
  ValidationError: 'gateway.refused',
  '1020': 'gateway.sender',
  '1021': 'gateway.number',
  '1025': 'gateway.number',
  '1026': 'gateway.blocked',
  '1030': 'gateway.balance',
  '1062': 'gateway.sender',
  '3040': 'gateway.handset',
  '3041': 'gateway.number',
  '3042': 'gateway.handset',
  '3043': 'gateway.handset',
  '3054': 'gateway.blocked',
  '3058': 'gateway.carrier',
  '3059': 'gateway.number',
};

/** `statusCode` of a message (verify), in part. */
export const SENS_CODES: Table = {
  '2000': 'gateway.handset',
  '2001': 'gateway.carrier',
  '2002': 'gateway.handset',
  '2003': 'gateway.number',
  '2004': 'gateway.carrier',
  '2006': 'gateway.handset',
  '3001': 'gateway.number',
  '3002': 'gateway.carrier',
  '3003': 'gateway.form',
  '3004': 'gateway.content',
  '3005': 'gateway.blocked',
  '3009': 'gateway.sender',
  '3018': 'gateway.sender',
};

/**
 * `header.resultCode` of a request: -1000 to -1003 and -1005 are in NHN Cloud's tables of result
 * codes for its messages; the others (verify).
 */
export const NHN_CODES: Table = {
  '-1000': 'gateway.auth',
  '-1001': 'gateway.auth',
  '-1002': 'gateway.auth',
  '-1003': 'gateway.sender',
  '-2000': 'gateway.form',
  '-2001': 'gateway.number',
  '-2008': 'gateway.sender',
  '-4000': 'gateway.number',
  '2000': 'gateway.handset',
  '2001': 'gateway.handset',
  '2002': 'gateway.number',
  '2003': 'gateway.blocked',
  '3001': 'gateway.carrier',
};

/** `result_code` of a request: -101 and -201 of the provider's page, the others (verify). */
export const ALIGO_CODES: Table = {
  '-100': 'gateway.refused',
  '-101': 'gateway.auth',
  '-102': 'gateway.auth',
  '-103': 'gateway.sender',
  '-201': 'gateway.balance',
  '-301': 'gateway.number',
  '-804': 'gateway.blocked',
};

/** Of https://www.twilio.com/docs/api/errors, each with a page of its number. */
export const TWILIO_CODES: Table = {
  '20003': 'gateway.auth',
  '20404': 'gateway.auth',
  '20429': 'gateway.busy',
  '21211': 'gateway.number',
  '21212': 'gateway.sender',
  '21408': 'gateway.number',
  '21602': 'gateway.content',
  '21606': 'gateway.sender',
  '21610': 'gateway.blocked',
  '21611': 'gateway.busy',
  '21614': 'gateway.number',
  '21617': 'gateway.content',
  '21659': 'gateway.sender',
  '30003': 'gateway.handset',
  '30004': 'gateway.blocked',
  '30005': 'gateway.number',
  '30006': 'gateway.number',
  '30007': 'gateway.blocked',
  '30008': 'gateway.carrier',
};

import { INVALID } from './invalid.ts';
import { LAYERS } from './layers.ts';
import type { TortureMessage } from './torture.ts';
import { VALID } from './valid.ts';

/** Every message of RFC 4475 §3, retargeted to the phone. */
export const TORTURE: readonly TortureMessage[] = [...VALID, ...INVALID, ...LAYERS];

import type { Migration } from '../migrate.ts';
import { calls } from './0001-calls.ts';
import { callQuality } from './0002-call-quality.ts';
import { callWay } from './0003-call-way.ts';

/**
 * In order; a database's `user_version` is how many of them it has had. One that has been released
 * is never changed: add the next.
 */
export const migrations: readonly Migration[] = [calls, callQuality, callWay];

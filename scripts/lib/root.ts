import { resolve } from 'node:path';

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Small notes of the scripts themselves; gone with the next `npm ci`. */
export const NOTES = resolve(ROOT, 'node_modules/.cache/ieum');

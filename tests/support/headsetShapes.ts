import { readFileSync } from 'node:fs';
import type { CollectionInfo } from '#shared/domain/headset/layout.ts';

export const SHAPES = ['jabra', 'poly', 'epos', 'array', 'yealink'] as const;
export type Shape = (typeof SHAPES)[number];

export interface HeadsetShape {
  readonly productName: string;
  readonly collections: readonly CollectionInfo[];
  /** Report id first, then its data. */
  readonly reports: Readonly<Record<string, readonly number[]>>;
}

/** See tests/fixtures/headsets/README.md. */
export function headsetShape(shape: Shape): HeadsetShape {
  const file = new URL(`../fixtures/headsets/${shape}-shape.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as HeadsetShape;
}

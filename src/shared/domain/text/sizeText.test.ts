import { expect, it } from 'vitest';
import { sizeText } from './sizeText.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [1_550, '1.6 kB'],
  [52_428_800, '52 MB'],
  [3_600_000_000, '3.6 GB'],
  [9e17, '900,000 TB'],
])('%d bytes are %s', (bytes, text) => expect(sizeText(bytes, 'en')).toBe(text));

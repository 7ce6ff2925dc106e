import { z } from 'zod';
import { idSchema } from '../call/record.ts';
import { callFilterSchema } from '../history/filter.ts';
import type { Dataset } from './columns.ts';

/** What is asked for. Apart from what the columns are: the page knows this from its first moment. */

export const PRESET_IDS = ['calls', 'callbacks', 'absences', 'texts', 'abuse', 'all'] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** What stands in the first table of each. */
export const DATASET_OF: Readonly<Record<PresetId, Dataset>> = {
  calls: 'calls',
  callbacks: 'promises',
  absences: 'absences',
  texts: 'texts',
  abuse: 'abuse',
  all: 'calls',
};

/** In a workbook of everything, sheets of their own behind the first. */
export const BESIDES_ALL = ['callbacks', 'absences', 'texts', 'abuse'] as const;

/** How many calls can be chosen one by one. */
export const MOST_CHOSEN = 500;

export const EXPORT_FORMATS = ['csv', 'jsonl', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const exportRequestSchema = z.object({
  preset: z.enum(PRESET_IDS),
  format: z.enum(EXPORT_FORMATS),
  /**
   * Which calls. What is no call goes by its own times and by what else `heeds` it; of the sheets
   * behind the first as well.
   */
  filter: callFilterSchema.prefault({}),
  /** These calls and no others, whatever the filter says; only of the preset `calls`. */
  callIds: z.array(idSchema).min(1).max(MOST_CHOSEN).optional(),
  /** Of the first sheet, in their order; left out: those of the preset. */
  columns: z.array(z.string().max(40)).min(1).max(60).optional(),
  /** Of headers and of words of ours. */
  language: z.enum(['ko', 'en']).default('ko'),
  /** IANA; what moments are written in. */
  timeZone: z.string().max(64).refine(isTimeZone).default('Asia/Seoul'),
  /** Names and numbers as they are; only where the administrator allows it. */
  unmasked: z.boolean().default(false),
  /** Goes into the access log. */
  reason: z.string().trim().min(1).max(500),
});
/** As it is asked. */
export type ExportRequest = z.input<typeof exportRequestSchema>;
export type ParsedExportRequest = z.output<typeof exportRequestSchema>;

import { reportRequestSchema, reportSchema } from '../domain/reports/report.ts';
import { method } from '../rpc/contract.ts';

export const reportsMethods = {
  /**
   * The figures of a time. Which hour and day a call was in is told by the clock of the computer.
   * Errors: `storage.*`.
   */
  'reports.figures': method({ input: reportRequestSchema, output: reportSchema }),
} as const;

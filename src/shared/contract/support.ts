import { z } from 'zod';
import { hostReportSchema } from '../domain/support/supportBundle.ts';
import { method } from '../rpc/contract.ts';

export const supportMethods = {
  /** The host's part of a support bundle. */
  'support.report': method({ input: z.object({}), output: hostReportSchema }),
} as const;

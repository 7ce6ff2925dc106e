import { TELEPHONY_PAGE } from '#shared/domain/headset/layout.ts';
import type { CollectionInfo } from '#shared/domain/headset/layout.ts';

/**
 * The part of WebHID that is used (https://wicg.github.io/webhid/); TypeScript's own library does
 * not know it.
 */
export interface HidInputReportEvent extends Event {
  readonly reportId: number;
  readonly data: DataView;
}

export interface HidDevice extends EventTarget {
  readonly opened: boolean;
  readonly productName: string;
  readonly collections: readonly CollectionInfo[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface HidConnectionEvent extends Event {
  readonly device: HidDevice;
}

export interface Hid extends EventTarget {
  getDevices(): Promise<readonly HidDevice[]>;
  /** Only in answer to a click. */
  requestDevice(options: {
    readonly filters: readonly { readonly usagePage: number }[];
  }): Promise<readonly HidDevice[]>;
}

/** @returns null in a browser without it (Firefox, Safari) */
export function webHid(): Hid | null {
  return (navigator as Navigator & { readonly hid?: Hid }).hid ?? null;
}

export const TELEPHONY_FILTERS = [{ usagePage: TELEPHONY_PAGE }] as const;

import type { HeadsetButton, HeadsetLayout, Lights } from './layout.ts';

/** What one report says of each button it carries; a button of another report is not in it. */
export type Readings = Readonly<Partial<Record<HeadsetButton, boolean>>>;

/** @param data without the report id, as WebHID gives it; a short one reads as zeros */
export function decodeInput(layout: HeadsetLayout, reportId: number, data: Uint8Array): Readings {
  const readings: Partial<Record<HeadsetButton, boolean>> = {};
  for (const { button, fields } of layout.buttons) {
    const own = fields.filter((field) => field.reportId === reportId);
    if (own.length === 0) continue;
    const pressed = own.some((field) => {
      const value = readBits(data, field.bitOffset, field.bitSize);
      return field.bitSize === 1 ? value === 1 : value === field.value;
    });
    // The same button may stand in a report twice.
    readings[button] = (readings[button] ?? false) || pressed;
  }
  return readings;
}

export interface EncodedReport {
  readonly reportId: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * Every report with the lights in it, in the order a headset expects them: one that is not in a
 * call ignores the mute (Jabra SDK, "Additional details"), so into a call it comes after the hook
 * and out of it before.
 */
export function encodeLights(layout: HeadsetLayout, lights: Lights): readonly EncodedReport[] {
  const order = lights.offHook ? GOING_IN : GOING_OUT;
  const rank = (report: HeadsetLayout['outputs'][number]): number =>
    Math.min(...report.lights.map(({ light }) => order.indexOf(light)));
  return [...layout.outputs]
    .sort((one, other) => rank(one) - rank(other))
    .map(({ reportId, byteLength, lights: own }) => {
      const data = new Uint8Array(byteLength);
      for (const { light, at } of own) {
        if (lights[light]) writeBits(data, at.bitOffset, at.bitSize, at.value);
      }
      return { reportId, data };
    });
}

const GOING_IN = ['ring', 'offHook', 'hold', 'mute', 'microphone'] as const;
const GOING_OUT = ['microphone', 'mute', 'offHook', 'hold', 'ring'] as const;

/** Little-endian, the lowest bit first: HID 1.11, §8.1. */
function readBits(data: Uint8Array, offset: number, size: number): number {
  let value = 0;
  for (let bit = 0; bit < Math.min(size, 31); bit += 1) {
    const at = offset + bit;
    if (((data[at >> 3] ?? 0) >> (at & 7)) & 1) value |= 1 << bit;
  }
  return value;
}

function writeBits(data: Uint8Array, offset: number, size: number, value: number): void {
  for (let bit = 0; bit < Math.min(size, 31); bit += 1) {
    const at = offset + bit;
    const byte = data[at >> 3];
    if (byte !== undefined && (value >> bit) & 1) data[at >> 3] = byte | (1 << (at & 7));
  }
}

/**
 * Where the buttons and lights of a telephony headset sit in its HID reports. WebHID gives the
 * report descriptor as collections (https://wicg.github.io/webhid/#hidcollectioninfo-dictionary);
 * the meaning of a usage is HID Usage Tables 1.5, §11 LED page and §14 Telephony device page; how
 * items become bits is Device Class Definition for HID 1.11, §6.2.2.5 to §6.2.2.8.
 */

/** The part of WebHID's `HIDReportItem` that places a control. */
export interface ReportItem {
  readonly isAbsolute?: boolean;
  readonly isArray?: boolean;
  readonly isRange?: boolean;
  /** Usage page in the upper 16 bits, usage in the lower. */
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  /** Bits of one field. */
  readonly reportSize?: number;
  readonly reportCount?: number;
  readonly logicalMinimum?: number;
}

export interface ReportInfo {
  /** 0 where the device numbers none. */
  readonly reportId?: number;
  readonly items?: readonly ReportItem[];
}

/** A top-level collection; Chromium lists the items of its children in its own reports too. */
export interface CollectionInfo {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly inputReports?: readonly ReportInfo[];
  readonly outputReports?: readonly ReportInfo[];
}

export const TELEPHONY_PAGE = 0x0b;

const BUTTON_USAGES = {
  /** 1 is off the hook. */
  hook: [0x0b_0020],
  mute: [0x0b_002f],
  flash: [0x0b_0021],
  hold: [0x0b_0023],
  redial: [0x0b_0024],
  drop: [0x0b_0026],
  /** "Programmable button": Jabra and Yealink send it when a call is turned down. */
  reject: [0x0b_0007, 0x09_0001],
} as const satisfies Record<string, readonly number[]>;
export type HeadsetButton = keyof typeof BUTTON_USAGES;

const LIGHT_USAGES = {
  offHook: [0x08_0017],
  mute: [0x08_0009],
  /** As a light, or as the ringer of the telephony page. */
  ring: [0x08_0018, 0x0b_009e],
  hold: [0x08_0020],
  microphone: [0x08_0021],
} as const satisfies Record<string, readonly number[]>;
export type HeadsetLight = keyof typeof LIGHT_USAGES;
export const HEADSET_LIGHTS = Object.keys(LIGHT_USAGES) as readonly HeadsetLight[];

/** What the app wants to be lit. */
export type Lights = Readonly<Record<HeadsetLight, boolean>>;

interface Place {
  readonly reportId: number;
  /** From the first bit of the data, which has no report id in it. */
  readonly bitOffset: number;
  readonly bitSize: number;
  /** In an array a field names what is pressed: this is the value that names the control. */
  readonly value: number;
}

export interface ButtonPlace {
  readonly button: HeadsetButton;
  /** It tells a state; otherwise each press is one pulse. */
  readonly absolute: boolean;
  /** One field, or the fields of an array: any of them may name the button. */
  readonly fields: readonly Place[];
}

export interface OutputReport {
  readonly reportId: number;
  readonly byteLength: number;
  readonly lights: readonly { readonly light: HeadsetLight; readonly at: Place }[];
}

export interface HeadsetLayout {
  readonly buttons: readonly ButtonPlace[];
  readonly outputs: readonly OutputReport[];
}

interface Found {
  readonly usage: number;
  readonly absolute: boolean;
  readonly array: boolean;
  readonly fields: readonly Place[];
}

/**
 * @returns null where there is no button a phone could use: not a headset, or one without any
 */
export function readLayout(collections: readonly CollectionInfo[]): HeadsetLayout | null {
  const telephony = collections.filter(({ usagePage }) => usagePage === TELEPHONY_PAGE);
  const inputs = telephony.flatMap(({ inputReports }) => inputReports ?? []);
  const outputs = telephony.flatMap(({ outputReports }) => outputReports ?? []);
  const buttons = inputs
    .flatMap((report) => controlsOf(report))
    .flatMap(({ usage, absolute, fields }): ButtonPlace[] => {
      const button = nameOf(BUTTON_USAGES, usage);
      return button ? [{ button, absolute, fields }] : [];
    });
  if (buttons.length === 0) return null;
  return { buttons, outputs: outputs.flatMap(toOutput) };
}

function toOutput(report: ReportInfo): readonly OutputReport[] {
  const lights = controlsOf(report).flatMap(({ usage, array, fields }) => {
    const light = nameOf(LIGHT_USAGES, usage);
    const [at] = fields;
    // An array cannot light two things at once: no headset has one.
    return light && at && !array ? [{ light, at }] : [];
  });
  if (lights.length === 0) return [];
  const bits = (report.items ?? []).reduce((sum, item) => sum + bitsOf(item), 0);
  return [{ reportId: report.reportId ?? 0, byteLength: Math.ceil(bits / 8), lights }];
}

function nameOf<Name extends string>(
  names: Readonly<Record<Name, readonly number[]>>,
  usage: number,
): Name | undefined {
  return (Object.keys(names) as Name[]).find((name) => names[name].includes(usage));
}

/** Every usage of a report and where it is. Padding has no usage and only moves the offset. */
function controlsOf({ reportId = 0, items = [] }: ReportInfo): readonly Found[] {
  const found: Found[] = [];
  let offset = 0;
  for (const item of items) {
    // "Constant" is not passed over: some headsets (Jabra's kind) call the hook switch a constant.
    const { reportSize = 0, reportCount = 0, isAbsolute = true } = item;
    const usages = usagesOf(item);
    const place = (index: number, value: number): Place => ({
      reportId,
      bitOffset: offset + index * reportSize,
      bitSize: reportSize,
      value,
    });
    if (item.isArray) {
      const slots = Array.from({ length: reportCount }, (_, index) => index);
      const first = item.logicalMinimum ?? 0;
      for (const [index, usage] of usages.entries()) {
        const fields = slots.map((slot) => place(slot, first + index));
        found.push({ usage, absolute: isAbsolute, array: true, fields });
      }
    } else {
      for (const [index, usage] of usages.slice(0, reportCount).entries()) {
        found.push({ usage, absolute: isAbsolute, array: false, fields: [place(index, 1)] });
      }
    }
    offset += bitsOf(item);
  }
  return found;
}

function bitsOf({ reportSize = 0, reportCount = 0 }: ReportItem): number {
  return reportSize * reportCount;
}

/** A range of more than a page is a vendor's own data, not buttons. */
const LONGEST_RANGE = 0x10000;

function usagesOf({ isRange, usages, usageMinimum, usageMaximum }: ReportItem): readonly number[] {
  if (!isRange || usageMinimum === undefined || usageMaximum === undefined) return usages ?? [];
  const length = usageMaximum - usageMinimum + 1;
  if (length < 1 || length > LONGEST_RANGE) return [];
  return Array.from({ length }, (_, index) => usageMinimum + index);
}

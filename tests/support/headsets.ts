import type { Page } from '@playwright/test';
import { headsetShape } from './headsetShapes.ts';
import type { HeadsetShape, Shape } from './headsetShapes.ts';

/**
 * Puts headsets on a page that has none: `navigator.hid` is replaced by one whose devices have the
 * report descriptors of tests/fixtures/headsets, say what a test lets them say, and remember what
 * they were told. Where tests run there is no USB, and the kernel here has no /dev/uhid.
 */
export interface Headsets {
  /** Chosen by the agent in the browser's list; or, with `granted`, known from earlier. */
  plugIn(shape: Shape, options?: { readonly granted?: boolean }): Promise<void>;
  unplug(shape: Shape): Promise<void>;
  /** The headset sends input reports of these names, one after the other. */
  says(shape: Shape, ...reports: readonly string[]): Promise<void>;
  /** What it was told since the last time, as hexadecimal `id:data`. */
  told(shape: Shape): Promise<readonly string[]>;
  isOpen(shape: Shape): Promise<boolean>;
}

interface Device extends EventTarget {
  opened: boolean;
  granted: boolean;
  readonly told: string[];
}

type Probed = typeof globalThis & {
  ieumHid: EventTarget & { devices: Map<string, Device>; plugged: Set<string> };
};

/** Before the page is opened. */
export async function controlHeadsets(page: Page): Promise<Headsets> {
  await page.addInitScript(() => {
    const hid = Object.assign(new EventTarget(), {
      devices: new Map<string, Device>(),
      plugged: new Set<string>(),
      getDevices: (): Promise<Device[]> =>
        Promise.resolve(
          [...hid.devices].flatMap(([name, device]) =>
            device.granted && hid.plugged.has(name) ? [device] : [],
          ),
        ),
      requestDevice: (): Promise<Device[]> => {
        const [name] = [...hid.plugged].filter((one) => !hid.devices.get(one)?.granted);
        const device = name === undefined ? undefined : hid.devices.get(name);
        if (device) device.granted = true;
        return Promise.resolve(device ? [device] : []);
      },
    });
    (globalThis as Probed).ieumHid = hid;
    Object.defineProperty(Navigator.prototype, 'hid', { get: () => hid, configurable: true });
  });

  return {
    async plugIn(shape, { granted = false } = {}) {
      const { productName, collections }: HeadsetShape = headsetShape(shape);
      await page.evaluate(
        ([name, label, collectionInfos, known]) => {
          const hid = (globalThis as Probed).ieumHid;
          const made = (): Device => {
            const device = Object.assign(new EventTarget(), {
              opened: false,
              granted: known,
              productName: label,
              collections: collectionInfos,
              told: [] as string[],
              open: () => {
                device.opened = true;
                return Promise.resolve();
              },
              close: () => {
                device.opened = false;
                return Promise.resolve();
              },
              sendReport: (id: number, data: Uint8Array) => {
                if (!device.opened || !hid.plugged.has(name)) {
                  return Promise.reject(new DOMException('Failed to write', 'NotAllowedError'));
                }
                const hex = [...data].map((byte) => byte.toString(16).padStart(2, '0')).join('');
                device.told.push(`${id.toString(16)}:${hex}`);
                return Promise.resolve();
              },
            });
            return device;
          };
          const device = hid.devices.get(name) ?? made();
          hid.devices.set(name, device);
          hid.plugged.add(name);
          if (device.granted) hid.dispatchEvent(Object.assign(new Event('connect'), { device }));
        },
        [shape, productName, collections, granted] as const,
      );
    },
    async unplug(shape) {
      await page.evaluate((name) => {
        const hid = (globalThis as Probed).ieumHid;
        const device = hid.devices.get(name);
        if (!device) return;
        hid.plugged.delete(name);
        device.opened = false;
        hid.dispatchEvent(Object.assign(new Event('disconnect'), { device }));
      }, shape);
    },
    async says(shape, ...reports) {
      const bytes = reports.map((name) => {
        const report = headsetShape(shape).reports[name];
        if (!report) throw new Error(`${shape} has no report ${name}`);
        return report;
      });
      await page.evaluate(
        ([name, list]) => {
          const device = (globalThis as Probed).ieumHid.devices.get(name);
          for (const [reportId, ...data] of list) {
            const view = new DataView(Uint8Array.from(data).buffer);
            device?.dispatchEvent(
              Object.assign(new Event('inputreport'), { reportId, data: view, device }),
            );
          }
        },
        [shape, bytes] as const,
      );
    },
    told: (shape) =>
      page.evaluate((name) => {
        const device = (globalThis as Probed).ieumHid.devices.get(name);
        return device?.told.splice(0) ?? [];
      }, shape),
    isOpen: (shape) =>
      page.evaluate(
        (name) => (globalThis as Probed).ieumHid.devices.get(name)?.opened ?? false,
        shape,
      ),
  };
}

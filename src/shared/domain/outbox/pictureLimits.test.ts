import { describe, expect, it } from 'vitest';
import type { GatewaySettings } from './gateways.ts';
import { fittingSize, pictureFaults, pictureLimits } from './pictureLimits.ts';

const common = {
  ...{ name: 'One', on: true, numberKinds: ['mobile' as const], from: '0215881234' },
  ...{ encoding: 'cp949' as const, newline: 'lf' as const, server: '' },
  forms: ['sms', 'lms', 'mms'] as ('sms' | 'lms' | 'mms')[],
};
const sens: GatewaySettings = { ...common, kind: 'sens', id: 'a', accessKey: 'k', serviceId: 's' };
const solapi: GatewaySettings = { ...common, kind: 'solapi', id: 'b', apiKey: 'k' };
const nhn: GatewaySettings = { ...common, kind: 'nhn', id: 'c', appKey: 'k' };
const aligo: GatewaySettings = { ...common, kind: 'aligo', id: 'd', userId: 'u', testMode: false };
const twilio: GatewaySettings = { ...common, kind: 'twilio', id: 'e', accountSid: 's' };

describe('what a picture keeps to', () => {
  it('is what Korean carriers take, as long as there is no gateway', () => {
    const limits = { types: ['image/jpeg'], bytes: 300_000, width: 1_500, height: 1_440, many: 3 };
    expect(pictureLimits([])).toEqual(limits);
    expect(pictureLimits([sens])).toEqual(limits);
  });

  it('is what every gateway takes by which it may leave', () => {
    expect(pictureLimits([aligo])?.types).toEqual(['image/jpeg', 'image/png', 'image/gif']);
    expect(pictureLimits([aligo, sens, solapi, nhn])).toEqual({
      ...{ types: ['image/jpeg'], bytes: 200_000, width: 1_000, height: 1_000, many: 1 },
    });
  });

  it('asks nobody who is switched off, or carries none', () => {
    expect(pictureLimits([sens, { ...solapi, on: false }, twilio])?.many).toBe(3);
    expect(pictureLimits([sens, { ...solapi, forms: ['sms'] }])?.many).toBe(3);
  });

  it('is nothing where no gateway carries pictures', () => {
    expect(pictureLimits([twilio])).toBeNull();
    expect(pictureLimits([{ ...sens, forms: ['sms', 'lms'] }])).toBeNull();
  });
});

describe('a picture', () => {
  const limits = pictureLimits([]) ?? expect.fail();
  const right = { type: 'image/jpeg', width: 1_500, height: 1_440 } as const;

  it('goes as it is up to the very limit', () => {
    expect(pictureFaults(right, 300_000, limits)).toEqual([]);
  });

  it.each([
    [{ ...right, type: 'image/png' as const }, 1, ['type']],
    [{ ...right, type: 'image/webp' as const }, 1, ['type']],
    [right, 300_001, ['bytes']],
    [{ ...right, width: 1_501 }, 1, ['pixels']],
    [{ ...right, height: 1_441 }, 1, ['pixels']],
    [{ type: 'image/gif' as const, width: 9_000, height: 9_000 }, 9e6, ['type', 'bytes', 'pixels']],
  ])('says why it cannot: %j of %d bytes', (picture, bytes, faults) => {
    expect(pictureFaults(picture, bytes, limits)).toEqual(faults);
  });

  it('keeps its shape when it is made smaller, and is never made larger', () => {
    expect(fittingSize({ width: 4_000, height: 3_000 }, limits)).toEqual({
      ...{ width: 1_500, height: 1_125 },
    });
    expect(fittingSize({ width: 1_000, height: 2_880 }, limits)).toEqual({
      ...{ width: 500, height: 1_440 },
    });
    expect(fittingSize({ width: 30, height: 20 }, limits)).toEqual({ width: 30, height: 20 });
    expect(fittingSize({ width: 30, height: 20 }, limits, 0.5)).toEqual({ width: 15, height: 10 });
    expect(fittingSize({ width: 90_000, height: 1 }, limits)).toEqual({ width: 1_500, height: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import { choosable, chooseDevice, isSameDevice } from './devices.ts';
import type { AvailableDevice, DeviceChoice, RememberedDevice } from './devices.ts';

function input(deviceId: string, label: string, groupId = `group-of-${label}`): AvailableDevice {
  return { kind: 'audioinput', deviceId, label, groupId };
}
function output(deviceId: string, label: string, groupId = `group-of-${label}`): AvailableDevice {
  return { kind: 'audiooutput', deviceId, label, groupId };
}
function chosen({ deviceId, label, groupId }: AvailableDevice): RememberedDevice {
  return { deviceId, label, groupId };
}

const systemInput = input('default', '기본값 - 내장 마이크', 'group-of-내장 마이크');
const builtIn = input('a1', '내장 마이크');
const headset = input('b2', '헤드셋');
const headsetSpeaker = output('b2-out', '헤드셋');
const system: RememberedDevice = {
  deviceId: '',
  label: systemInput.label,
  groupId: systemInput.groupId,
};

describe('which microphone serves', () => {
  it.each<[string, RememberedDevice | null, AvailableDevice[], DeviceChoice]>([
    [
      'left to the system: the system’s',
      null,
      [systemInput, builtIn, headset],
      { how: 'system', device: system },
    ],
    [
      'chosen and there: that one',
      chosen(headset),
      [systemInput, builtIn, headset],
      { how: 'chosen', device: chosen(headset) },
    ],
    [
      'chosen and gone: the system’s, and it is said',
      chosen(headset),
      [systemInput, builtIn],
      { how: 'gone', device: system, wanted: chosen(headset) },
    ],
    [
      'back under another id: known by its name, under the new id',
      chosen(headset),
      [systemInput, builtIn, input('z9', '헤드셋')],
      { how: 'chosen', device: chosen(input('z9', '헤드셋')) },
    ],
    [
      'two of the same name under new ids: the one of the same group',
      chosen(headset),
      [input('y8', '헤드셋', 'another'), input('z9', '헤드셋', headset.groupId)],
      { how: 'chosen', device: chosen(input('z9', '헤드셋', headset.groupId)) },
    ],
    [
      'renamed under the same id: still that one',
      chosen(headset),
      [builtIn, input('b2', '헤드셋 2')],
      { how: 'chosen', device: chosen(input('b2', '헤드셋 2')) },
    ],
    [
      'only a speaker has that name: gone',
      chosen(headset),
      [builtIn, headsetSpeaker],
      {
        how: 'gone',
        device: { deviceId: '', label: '', groupId: '' },
        wanted: chosen(headset),
      },
    ],
    [
      'before the permission nothing has a name: asked for as it is remembered, nothing said',
      chosen(headset),
      [input('', '', '')],
      { how: 'unseen', device: chosen(headset) },
    ],
    ['none at all', chosen(headset), [headsetSpeaker], { how: 'none' }],
    ['none at all, left to the system', null, [], { how: 'none' }],
  ])('%s', (_case, wanted, available, choice) => {
    expect(chooseDevice(wanted, available, 'microphone')).toEqual(choice);
  });

  it('gone and back again is the chosen one again', () => {
    const wanted = chosen(headset);
    const how = [[builtIn, headset], [builtIn], [builtIn, headset]].map(
      (available) => chooseDevice(wanted, available, 'microphone').how,
    );
    expect(how).toEqual(['chosen', 'gone', 'chosen']);
  });
});

describe('what an agent can choose between', () => {
  it('is real devices of the kind, not the system’s aliases and nothing without a name', () => {
    const available = [
      systemInput,
      input('communications', '통신 - 헤드셋'),
      builtIn,
      input('', ''),
      headsetSpeaker,
    ];
    expect(choosable(available, 'microphone')).toEqual([builtIn]);
    expect(choosable(available, 'speaker')).toEqual([headsetSpeaker]);
    expect(choosable(available, 'ringer')).toEqual([headsetSpeaker]);
  });
});

describe('whether a device has to be opened anew', () => {
  const onSystem: DeviceChoice = { how: 'system', device: system };
  it.each<[string, DeviceChoice, DeviceChoice, boolean]>([
    ['the same', onSystem, onSystem, true],
    [
      'the system’s is another one now',
      onSystem,
      { how: 'system', device: { deviceId: '', label: '기본값 - 헤드셋', groupId: 'g' } },
      false,
    ],
    [
      'the system’s has got its name with the permission',
      { how: 'system', device: { deviceId: '', label: '', groupId: 'g' } },
      onSystem,
      true,
    ],
    ['another id', onSystem, { how: 'chosen', device: chosen(headset) }, false],
    ['the last one is gone', onSystem, { how: 'none' }, false],
    ['still none', { how: 'none' }, { how: 'none' }, true],
  ])('%s', (_case, one, other, same) => {
    expect(isSameDevice(one, other)).toBe(same);
  });
});

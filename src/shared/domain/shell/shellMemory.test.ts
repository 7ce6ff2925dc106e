import { expect, it } from 'vitest';
import { NO_MEMORY, readMemory } from './shellMemory.ts';

const state = { bounds: { x: 1, y: 2, width: 800, height: 600 }, maximized: false, zoom: 1 };
const windows = [{ arrangement: '1920x1080@0,0', state }];

it('is read as it was written', () => {
  const kept = { windows, toldOfTray: true };
  expect(readMemory(JSON.stringify(kept))).toEqual(kept);
});

it.each(['', '{', 'null', '7', '"text"', '[]', '{"windows":7,"toldOfTray":"yes"}', '\0\0\0'])(
  'is empty where the file is damaged: %j',
  (text) => {
    expect(readMemory(text)).toEqual(NO_MEMORY);
  },
);

it('loses only the part that is damaged', () => {
  expect(readMemory(JSON.stringify({ windows: [{}], toldOfTray: true }))).toEqual({
    windows: [],
    toldOfTray: true,
  });
  expect(readMemory(JSON.stringify({ windows, toldOfTray: 1 }))).toEqual({
    windows,
    toldOfTray: false,
  });
});

/**
 * Draws the pictures of the tray: `node scripts/tray-icons.ts` (with Chromium). They are told apart by their
 * shape, since a menu bar of macOS has no colours and not everybody sees them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { TrayIcon } from '#shared/domain/shell/tray.ts';
import { findChromium } from './debian-packages.ts';

const FOLDER = fileURLToPath(new URL('../resources/tray/', import.meta.url));

interface Drawing {
  /** Of the shape behind. */
  readonly colour: string;
  /** Path of the shape, on 32 × 32. */
  readonly shape: string;
  /** What is cut out of it, drawn as lines 3.4 wide. */
  readonly sign: string;
}

const CIRCLE = 'M16 1.5a14.5 14.5 0 1 0 0 29 14.5 14.5 0 0 0 0-29Z';
const SQUARE =
  'M8 1.5h16a6.5 6.5 0 0 1 6.5 6.5v16a6.5 6.5 0 0 1-6.5 6.5H8A6.5 6.5 0 0 1 1.5 24V8A6.5 6.5 0 0 1 8 1.5Z';
const DIAMOND =
  'M18.3 1.9 30.1 13.7a3.25 3.25 0 0 1 0 4.6L18.3 30.1a3.25 3.25 0 0 1-4.6 0L1.9 18.3a3.25 3.25 0 0 1 0-4.6L13.7 1.9a3.25 3.25 0 0 1 4.6 0Z';

const DRAWINGS: Readonly<Record<TrayIcon, Drawing>> = {
  available: { colour: '#178a4a', shape: CIRCLE, sign: 'M9.5 16.8l4.4 4.4 8.8-9.6' },
  // A voice, as it is drawn over time.
  'in-call': {
    colour: '#2563eb',
    shape: SQUARE,
    sign: 'M9 20.5v-2.5M14 23.5v-13M19 21.5v-9M24 18.5v-4',
  },
  'after-call': { colour: '#7c3aed', shape: SQUARE, sign: 'M9 11h14M9 16.5h14M9 22h8' },
  away: { colour: '#b45309', shape: CIRCLE, sign: 'M16 8.5V16l5 4' },
  overdue: { colour: '#d02828', shape: DIAMOND, sign: 'M16 8.5v9M16 22.9v.2' },
  off: { colour: '#6b7280', shape: CIRCLE, sign: 'M10 16h12' },
};

/** @param template for macOS: only where it is drawn counts */
function svg({ colour, shape, sign }: Drawing, size: number, template: boolean): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 32 32">
    <mask id="cut"><rect width="32" height="32" fill="white"/>
      <path d="${sign}" fill="none" stroke="black" stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round"/>
    </mask>
    <path d="${shape}" fill="${template ? '#000' : colour}" mask="url(#cut)"/>
    ${template ? '' : `<path d="${sign}" fill="none" stroke="#fff" stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round"/>`}
  </svg>`;
}

const executablePath = findChromium();
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
const page = await browser.newPage();

async function draw(
  name: string,
  drawing: Drawing,
  size: number,
  template: boolean,
): Promise<void> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>html,body{margin:0;background:transparent}svg{display:block}</style>${svg(drawing, size, template)}`,
  );
  writeFileSync(`${FOLDER}${name}.png`, await page.screenshot({ omitBackground: true }));
}

mkdirSync(FOLDER, { recursive: true });
for (const [name, drawing] of Object.entries(DRAWINGS)) {
  await draw(name, drawing, 16, false);
  await draw(`${name}@2x`, drawing, 32, false);
  await draw(`${name}Panel`, drawing, 32, false);
  await draw(`${name}Template`, drawing, 16, true);
  await draw(`${name}Template@2x`, drawing, 32, true);
}
await browser.close();
console.log(`${Object.keys(DRAWINGS).length} pictures of the tray in resources/tray`);

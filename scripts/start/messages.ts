import type { Reason } from './fetchNote.ts';

/** What `npm start` says, Korean first. */
export const MESSAGES = {
  fetching: [
    'Electron 실행 환경(약 120 MB)을 처음 한 번 내려받습니다. 그만두려면 Ctrl-C를 누르세요.',
    "Fetching Electron's runtime (about 120 MB), this once. Ctrl-C cancels.",
  ],
  fetched: ['Electron 실행 환경을 내려받았습니다.', "Electron's runtime is here."],
  cancelled: [
    '내려받기를 그만두었습니다. 다시 시작하면 브라우저 창으로 엽니다.',
    'Cancelled. The next start opens a browser window.',
  ],
} as const satisfies Record<string, readonly [string, string]>;

/** Said once, when the browser takes Electron's place. */
export function insteadOfElectron([ko, en]: Reason): readonly [string, string] {
  return [
    `Electron 실행 환경이 없어(${ko}) 같은 앱을 브라우저 창으로 엽니다. 다시 받으려면 npm run start -- --fetch-electron`,
    `Electron's runtime is not here (${en}), so the same app opens in a browser window; npm run start -- --fetch-electron tries again.`,
  ];
}

/** Said when Electron is there but ends at once. */
export function electronEnded(code: number | null): readonly [string, string] {
  return [
    `Electron이 시작하자마자 끝나(코드 ${code ?? '없음'}) 같은 앱을 브라우저 창으로 엽니다.`,
    `Electron ended as soon as it started (code ${code ?? 'none'}), so the same app opens in a browser window.`,
  ];
}

export function say(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

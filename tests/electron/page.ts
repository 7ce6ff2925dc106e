import { vi } from 'vitest';

type Stub = typeof import('./stub/electron.ts');
export type Window = Stub['recorded']['windows'][number];

/** The shell as `src/main/index.ts` starts it, with its first page, which asks and hears over the line. */
export interface ShellPage {
  readonly electron: Stub;
  readonly window: Window;
  /** What the host answers the page. */
  call(method: string, input: object): Promise<unknown>;
  /** Whether an event has reached the page. */
  heard(event: string): boolean;
}

export async function startShell(
  args: readonly string[],
  prepare: (stub: Stub) => void = () => undefined,
): Promise<ShellPage> {
  vi.resetModules();
  const electron: Stub = await import('./stub/electron.ts');
  process.argv = ['ieum', ...args];
  prepare(electron);
  await import('../../src/main/index.ts');
  const window = await vi.waitFor(
    () => {
      const [first] = electron.recorded.windows;
      if (!first || first.loaded.length === 0) throw new Error('no window yet');
      return first;
    },
    { timeout: 10_000 },
  );
  const said = (): readonly unknown[] => window.webContents.sent.map(({ message }) => message);
  let asked = 0;
  return {
    electron,
    window,
    async call(method, input) {
      const id = `call-${(asked += 1)}`;
      window.webContents.speak('ieum:rpc', { id, method, input });
      const reply = await vi.waitFor(() => {
        const found = said().find((one) => (one as { id?: string }).id === id);
        if (!found) throw new Error('no answer yet');
        return found as { ok: boolean; data: unknown; error?: unknown };
      });
      if (!reply.ok) throw new Error(JSON.stringify(reply.error));
      return reply.data;
    },
    heard: (event) => said().some((one) => (one as { event?: string }).event === event),
  };
}

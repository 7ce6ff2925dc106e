import type { IeumContract } from '#shared/contract/index.ts';
import type { Watched } from '#shared/contract/power.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { Later } from '../later.ts';

/** Sleep, lock and idleness of the computer: what only a desktop shell is told. */
export interface PowerShell {
  /** As it is now; null where this system does not say when it is locked. */
  watched(): Watched;
  listen(told: { readonly changed: () => void; readonly resumed: () => void }): () => void;
  /** While it is true the computer does not go to sleep by itself. The screen may. */
  keepAwake(on: boolean): void;
}

export interface PowerServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly later: Later;
  /** Null where there is none. */
  readonly shell: PowerShell | null;
}

export interface PowerService {
  readonly handlers: Pick<Handlers<IeumContract>, 'power.state'>;
  /** Calls go on: said every two seconds by the page that has them. */
  beat(calls: number): void;
  /** The page with the calls is gone. */
  left(): void;
  stop(): void;
}

/** Three heartbeats: a page that is gone without a word keeps no computer awake. */
export const AWAKE_MS = 6_000;

/** Passes on what happens to the computer, and keeps it awake as long as there are calls. */
export function createPowerService(options: PowerServiceOptions): PowerService {
  const { announcer, clock, later, shell } = options;
  const watched = (): Watched => shell?.watched() ?? null;
  let awake = false;
  let cancel: () => void = () => undefined;

  function setAwake(on: boolean): void {
    cancel();
    if (on !== awake) shell?.keepAwake(on);
    awake = on;
    if (on) cancel = later(AWAKE_MS, () => setAwake(false));
  }

  const stopListening = shell?.listen({
    changed: () => announcer.emit('power.changed', { watched: watched() }),
    resumed: () => announcer.emit('power.resumed', { at: clock() }),
  });

  return {
    handlers: { 'power.state': () => ({ watched: watched() }) },
    beat(calls) {
      if (calls > 0) setAwake(true);
    },
    left: () => setAwake(false),
    stop() {
      setAwake(false);
      stopListening?.();
    },
  };
}

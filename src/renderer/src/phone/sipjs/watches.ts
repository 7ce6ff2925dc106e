import type { Notification, URI, UserAgent } from 'sip.js';
import { applyDialogInfo, lampOf, NO_DIALOGS } from '#shared/domain/pbx/dialogInfo.ts';
import type { DialogView, Lamp } from '#shared/domain/pbx/dialogInfo.ts';
import { parseMessageSummary } from '#shared/domain/pbx/messageSummary.ts';
import { countNotify } from '#shared/domain/pbx/subscription.ts';
import type { Flow } from '#shared/domain/pbx/subscription.ts';
import type { PhoneEvent, Watched } from '../port.ts';
import { readDialogInfo, readPresence } from './eventDocuments.ts';
import { EventWatch } from './eventWatch.ts';

export interface WatchesDeps {
  readonly agent: UserAgent;
  readonly aor: URI;
  /** The address of an extension or code, as for a call. */
  readonly addressOf: (target: string) => URI | undefined;
  readonly emit: (event: PhoneEvent) => void;
  readonly random: () => number;
  readonly log: (message: string) => void;
}

/** Milliseconds between two SUBSCRIBEs: a hundred colleagues take ten seconds. */
const SPREAD_MS = 100;

const SUMMARY_TYPE = 'application/simple-message-summary';

/** Everything this phone has asked the exchange to tell it. */
export class Watches {
  readonly #deps: WatchesDeps;
  readonly #watches = new Map<string, EventWatch>();
  #registered = false;
  #unasked: Flow | null = null;

  constructor(deps: WatchesDeps) {
    this.#deps = deps;
  }

  /** Asks for exactly these from now on. */
  set(watched: readonly Watched[]): void {
    const wanted = new Map(watched.map((one) => [keyOf(one), one]));
    for (const [key, watch] of this.#watches) {
      if (wanted.has(key)) continue;
      this.#watches.delete(key);
      watch.end();
    }
    let begun = 0;
    for (const [key, one] of wanted) {
      if (this.#watches.has(key)) continue;
      const watch = this.#open(one);
      if (!watch) continue;
      this.#watches.set(key, watch);
      if (this.#registered) watch.start(SPREAD_MS * begun++);
    }
  }

  /** On a new connection everything is asked for anew; on the same one what was refused. */
  registered(newConnection: boolean): void {
    if (this.#registered && !newConnection) return;
    this.#registered = true;
    let begun = 0;
    for (const watch of this.#watches.values()) {
      watch.drop();
      watch.start(SPREAD_MS * begun++);
    }
  }

  lost(): void {
    this.#registered = false;
    for (const watch of this.#watches.values()) watch.drop();
  }

  leaving(): void {
    this.#registered = false;
    for (const watch of this.#watches.values()) watch.end();
  }

  /**
   * A NOTIFY that nobody asked for. Exchanges tell of voicemail so (RFC 3842 came before RFC 6665
   * forbade it); everything else is told that there is no such subscription.
   */
  onUnasked(notification: Notification): void {
    const { request } = notification;
    const counted = countNotify(this.#unasked, performance.now());
    this.#unasked = counted.flow;
    const event = (request.getHeader('event') ?? '').split(';')[0]?.trim().toLowerCase();
    if (event !== 'message-summary' || counted.flood) {
      notification.reject({ statusCode: 481 }).catch(() => undefined);
      return;
    }
    notification.accept().catch(() => undefined);
    this.#onSummary(request.body);
  }

  #open({ event, target }: Watched): EventWatch | null {
    const { agent, aor, emit, random, log } = this.#deps;
    const address = target === null ? aor : this.#deps.addressOf(target);
    if (!address) return null;
    const common = { agent, aor, event, target: address, random, log };
    if (event === 'message-summary' || target === null) {
      return new EventWatch({
        ...common,
        accept: SUMMARY_TYPE,
        heard: (body) => this.#onSummary(body),
        silent: () => emit({ type: 'voicemail', summary: null }),
      });
    }
    const say = (lamp: Lamp): void => emit({ type: 'lamp', event, target, lamp });
    if (event === 'presence') {
      return new EventWatch({
        ...common,
        accept: 'application/pidf+xml',
        heard: (body) => {
          const lamp = readPresence(body);
          say(lamp);
          return lamp !== 'unknown';
        },
        silent: () => say('unknown'),
      });
    }
    let view: DialogView = NO_DIALOGS;
    return new EventWatch({
      ...common,
      accept: 'application/dialog-info+xml',
      heard: (body) => {
        const info = readDialogInfo(body);
        if (!info) return false;
        const step = applyDialogInfo(view, info);
        view = step.view;
        if (step.verdict === 'applied') say(lampOf(view));
        return step.verdict !== 'gap';
      },
      silent: () => {
        view = NO_DIALOGS;
        say('unknown');
      },
    });
  }

  #onSummary(body: string): boolean {
    const summary = parseMessageSummary(body, this.#deps.aor.host);
    if (summary) this.#deps.emit({ type: 'voicemail', summary });
    return summary !== null;
  }
}

function keyOf({ event, target }: Watched): string {
  return `${event} ${target ?? ''}`;
}

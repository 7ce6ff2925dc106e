import type { URI, UserAgent } from 'sip.js';
import type {
  IncomingNotifyRequest,
  IncomingResponse,
  OutgoingSubscribeRequest,
  Subscription,
} from 'sip.js/lib/core/index.js';
import {
  afterSubscriptionEnd,
  countNotify,
  refreshAfter,
  SUBSCRIPTION_EXPIRES_S,
} from '#shared/domain/pbx/subscription.ts';
import type { Flow, SubscriptionEnd } from '#shared/domain/pbx/subscription.ts';

export interface EventWatchDeps {
  readonly agent: UserAgent;
  readonly aor: URI;
  readonly event: 'dialog' | 'presence' | 'message-summary';
  readonly target: URI;
  /** The media type of its documents. */
  readonly accept: string;
  /** A document; nobody else has looked at it. @returns whether it was of use */
  readonly heard: (body: string) => boolean;
  /** Nobody tells any more; what was known may not be so. */
  readonly silent: () => void;
  readonly random: () => number;
  readonly log: (message: string) => void;
}

/** Milliseconds a subscription must have lasted for earlier failures to be forgotten. */
const LASTING_MS = 60_000;

/**
 * One subscription (RFC 6665), begun anew for as long as the exchange does not refuse it. SIP.js
 * carries the dialog; its Subscriber would follow an exchange in circles, see `subscription.ts`.
 */
export class EventWatch {
  readonly #deps: EventWatchDeps;
  /** Each attempt has its own number: what an earlier one still hears is void. */
  #attempt = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: OutgoingSubscribeRequest | null = null;
  #subscription: Subscription | null = null;
  #begunAt = 0;
  #flow: Flow | null = null;

  constructor(deps: EventWatchDeps) {
    this.#deps = deps;
  }

  /** @param delayMs so that a hundred of them do not all ask at once */
  start(delayMs: number): void {
    this.#failures = 0;
    this.#later(delayMs, () => this.#subscribe(SUBSCRIPTION_EXPIRES_S));
  }

  /** The line is gone, and the subscription with it: nothing is said to anybody. */
  drop(): void {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#request?.waitNotifyStop();
    this.#request = null;
    this.#subscription?.dispose();
    this.#subscription = null;
    this.#deps.silent();
  }

  /** Nobody wants it any more: the exchange is told. */
  end(): void {
    const subscription = this.#subscription;
    this.#subscription = null;
    if (subscription && this.#deps.agent.isConnected()) {
      subscription.delegate = {};
      subscription.unsubscribe();
    }
    this.drop();
  }

  #later(ms: number, run: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(run, ms);
  }

  #subscribe(expires: number): void {
    const { agent, aor, event, target, accept } = this.#deps;
    if (!agent.isConnected()) return;
    const mine = ++this.#attempt;
    this.#begunAt = performance.now();
    const core = agent.userAgentCore;
    const message = core.makeOutgoingRequestMessage('SUBSCRIBE', target, aor, target, {}, [
      `Event: ${event}`,
      `Accept: ${accept}`,
      `Expires: ${expires}`,
      `Contact: ${agent.contact.toString()}`,
      'Allow: ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS, REFER',
    ]);
    const fail = (end: SubscriptionEnd): void => {
      if (mine === this.#attempt) this.#ended(end);
    };
    this.#request = core.subscribe(message, {
      onNotify: ({ request, subscription }) => {
        if (mine !== this.#attempt) {
          request.reject({ statusCode: 481 });
          subscription?.dispose();
          return;
        }
        this.#subscription = subscription ?? null;
        if (subscription) this.#follow(mine, subscription);
        this.#onNotify(request);
      },
      onNotifyTimeout: () => fail({ type: 'refused', status: 408 }),
      onReject: (response) => fail(refusal(response)),
      onRedirect: (response) => fail(refusal(response)),
    });
  }

  #follow(mine: number, subscription: Subscription): void {
    subscription.delegate = {
      onNotify: (request) => {
        if (mine === this.#attempt) this.#onNotify(request);
        else request.reject({ statusCode: 481 });
      },
      onTerminated: () => {
        if (mine === this.#attempt) this.#ended({ type: 'refused', status: 481 });
      },
    };
    this.#refreshLater(mine, subscription);
  }

  #refreshLater(mine: number, subscription: Subscription): void {
    this.#later(refreshAfter(subscription.subscriptionExpires, this.#deps.random()), () => {
      if (mine !== this.#attempt) return;
      if (!this.#deps.agent.isConnected()) return;
      subscription.refresh().delegate = {
        onAccept: () => {
          if (mine === this.#attempt) this.#refreshLater(mine, subscription);
        },
        onReject: (response) => {
          if (mine === this.#attempt) this.#ended(refusal(response));
        },
      };
    });
  }

  #onNotify(request: IncomingNotifyRequest): void {
    const { message } = request;
    const counted = countNotify(this.#flow, performance.now());
    this.#flow = counted.flow;
    if (counted.flood) {
      // 481 also tells whoever sends them that nobody listens. RFC 6665 §4.1.3.
      request.reject({ statusCode: 481 });
      this.#deps.log(`Too many NOTIFYs of ${this.#deps.event}: the subscription is given up.`);
      this.#ended({ type: 'unusable' });
      return;
    }
    request.accept();
    const state = message.getHeader('subscription-state') ?? '';
    // An empty body says nothing: the state is still being looked for (RFC 4235 §3.7).
    const usable = message.body === '' || this.#deps.heard(message.body);
    if (/^\s*terminated\b/i.test(state)) {
      this.#ended({
        type: 'terminated',
        reason: /;\s*reason\s*=\s*"?([\w-]{1,32})/i.exec(state)?.[1]?.toLowerCase() ?? null,
        retryAfter: numberOf(/;\s*retry-after\s*=\s*(\d{1,9})/i.exec(state)?.[1]),
      });
    } else if (!usable) this.#ended({ type: 'unusable' });
  }

  #ended(end: SubscriptionEnd): void {
    if (performance.now() - this.#begunAt > LASTING_MS) this.#failures = 0;
    const after = afterSubscriptionEnd(end, this.#failures, this.#deps.random());
    this.#failures += 1;
    this.drop();
    if (after.do === 'stop') return;
    this.#later(after.ms, () => this.#subscribe(after.expires ?? SUBSCRIPTION_EXPIRES_S));
  }
}

function refusal({ message }: IncomingResponse): SubscriptionEnd {
  return {
    type: 'refused',
    status: message.statusCode ?? 0,
    retryAfter: numberOf(message.getHeader('retry-after')),
    minExpires: numberOf(message.getHeader('min-expires')),
  };
}

function numberOf(text: string | undefined): number | undefined {
  const parsed = Number.parseInt(text ?? '', 10);
  return Number.isFinite(parsed) && parsed >= 0 ? parsed : undefined;
}

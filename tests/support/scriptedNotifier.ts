import type { ScriptedExchange } from './scriptedExchange.ts';

/** One subscription of the phone at a scripted exchange. RFC 6665. */
export interface ScriptedSubscription {
  readonly request: string;
  /** The answer to its SUBSCRIBE; 202 or 489 … */
  answer(status: string, more?: readonly string[]): void;
  /**
   * @param state of the subscription, as it is written into the header
   * @returns the Call-ID and CSeq by which `answered` finds what the phone said
   */
  notify(body: string, state?: string): string;
  /** The status of the phone's answer to a NOTIFY. */
  answered(notify: string): number | undefined;
}

export function subscribes(
  exchange: ScriptedExchange,
  event: string,
  user: string,
): readonly string[] {
  return exchange.received.filter(
    (message) =>
      message.startsWith(`SUBSCRIBE sip:${user}@`) &&
      new RegExp(`^Event: ${event}\\r?$`, 'm').test(message),
  );
}

const TYPES: Readonly<Record<string, string>> = {
  dialog: 'application/dialog-info+xml',
  presence: 'application/pidf+xml',
  'message-summary': 'application/simple-message-summary',
};

const header = (message: string, name: string): string =>
  new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(message)?.[1] ?? '';

/** Of the newest SUBSCRIBE of this event for this user. */
export function subscriptionOf(exchange: ScriptedExchange, request: string): ScriptedSubscription {
  const callId = header(request, 'Call-ID');
  const event = header(request, 'Event');
  let cseq = 0;
  return {
    request,
    answer(status, more = []) {
      const copied = request
        .split('\r\n')
        .filter((line) => /^(Via|From|Call-ID|CSeq):/i.test(line));
      const to = `To: ${header(request, 'To')};tag=notifier`;
      const end = [...more, 'Content-Length: 0', '', ''];
      exchange.send([`SIP/2.0 ${status}`, ...copied, to, ...end].join('\r\n'));
    },
    notify(body, state = 'active;expires=3600') {
      cseq += 1;
      const target = /<([^>]+)>/.exec(header(request, 'Contact'))?.[1] ?? '';
      exchange.send(
        [
          `NOTIFY ${target} SIP/2.0`,
          `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-${callId}-${cseq}`,
          'Max-Forwards: 70',
          `From: ${header(request, 'To')};tag=notifier`,
          `To: ${header(request, 'From')}`,
          `Call-ID: ${callId}`,
          `CSeq: ${cseq} NOTIFY`,
          'Contact: <sip:notifier@127.0.0.1;transport=ws>',
          `Event: ${event}`,
          `Subscription-State: ${state}`,
          `Content-Type: ${TYPES[event] ?? 'text/plain'}`,
          `Content-Length: ${Buffer.byteLength(body)}`,
          '',
          body,
        ].join('\r\n'),
      );
      return `${callId} ${cseq} NOTIFY`;
    },
    answered(notify) {
      const [id = '', ...sequence] = notify.split(' ');
      const found = exchange.received.find(
        (message) =>
          message.startsWith('SIP/2.0 ') &&
          header(message, 'Call-ID') === id &&
          header(message, 'CSeq') === sequence.join(' '),
      );
      return found === undefined ? undefined : Number(found.slice(8, 11));
    },
  };
}

/** A dialog-info document of one extension. RFC 4235 §4. */
export function dialogInfo(
  version: number,
  state: 'full' | 'partial',
  dialogs: Readonly<Record<string, string>> = {},
): string {
  const each = Object.entries(dialogs).map(
    ([id, told]) => `<dialog id="${id}"><state>${told}</state></dialog>`,
  );
  return (
    `<?xml version="1.0"?>\r\n<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" ` +
    `version="${version}" state="${state}" entity="sip:x@y">${each.join('')}</dialog-info>`
  );
}

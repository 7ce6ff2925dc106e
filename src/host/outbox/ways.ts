import type { Encoding } from '#shared/domain/message/encodings.ts';
import type { GatewaySettings, HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';
import { ON_THE_EXCHANGE } from '#shared/domain/outbox/reach.ts';
import type { Way } from '#shared/domain/outbox/sending.ts';
import type { PhoneNumberKind } from '#shared/domain/phone-number/phoneNumber.ts';
import type { TextGateway } from '../gateways/gateway.ts';
import type { Later } from '../later.ts';
import { createPracticeGateway } from './practiceGateway.ts';

/** A gateway as the desk has set it up. */
export interface GatewayWay {
  readonly kind: 'gateway';
  readonly id: string;
  readonly name: string;
  /** The sender number registered with it. */
  readonly from: string;
  readonly numberKinds: readonly PhoneNumberKind[];
  readonly encoding: Encoding;
  readonly newline: 'lf' | 'crlf';
  readonly gateway: TextGateway;
}

/** Through the phone itself, RFC 3428; as a gateway of the list it reaches more than extensions. */
export interface PhoneWay {
  readonly kind: 'phone';
  readonly id: string;
  readonly name: string;
  readonly numberKinds: readonly PhoneNumberKind[];
}

export type HostWay =
  GatewayWay | PhoneWay | (Omit<GatewayWay, 'kind'> & { readonly kind: 'practice' });

const EXCHANGE: PhoneWay = {
  ...{ kind: 'phone', id: 'phone', name: '' },
  numberKinds: ON_THE_EXCHANGE,
};

/** What somebody has set up, as far as it is switched on. */
export function waysOf(
  gateways: readonly GatewaySettings[],
  gatewayFor: (settings: HostGatewaySettings) => TextGateway,
): (GatewayWay | PhoneWay)[] {
  return gateways
    .filter(({ on }) => on)
    .map((set): GatewayWay | PhoneWay => {
      const { id, name, numberKinds } = set;
      if (set.kind === 'sip') return { kind: 'phone', id, name, numberKinds };
      const { from, encoding, newline } = set;
      const gateway = gatewayFor(set);
      return { kind: 'gateway', id, name, from, numberKinds, encoding, newline, gateway };
    });
}

/** Every way there is, in the order in which they are tried. */
export function everyWay(set: readonly (GatewayWay | PhoneWay)[], later: Later): HostWay[] {
  const practice: HostWay = {
    ...{ kind: 'practice', id: 'practice', name: '', from: '', numberKinds: [] },
    ...{ encoding: 'cp949', newline: 'lf' },
    gateway: createPracticeGateway(later),
  };
  return [...set, EXCHANGE, practice];
}

export function toWay(way: HostWay, now: Pick<Way, 'restsUntil' | 'left'>): Way {
  const { id, kind, numberKinds } = way;
  return way.kind === 'phone'
    ? { id, kind, numberKinds, forms: ['sip'], encoding: null, newline: 'lf', ...now }
    : {
        ...{ id, kind, numberKinds, encoding: way.encoding, newline: way.newline },
        forms: way.gateway.forms,
        ...now,
      };
}

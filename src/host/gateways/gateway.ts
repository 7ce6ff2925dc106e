import type { TextForm } from '#shared/domain/outbox/delivery.ts';

/** One text as a gateway is given it: everything is decided, nothing is checked any more. */
export interface OutgoingText {
  /** The same for one attempt however often it is sent; null where the gateway takes no key. */
  readonly key: string | null;
  /** Digits: national ones for Korea, with + for other countries. */
  readonly to: string;
  /** The sender number registered with the gateway, digits only. */
  readonly from: string;
  readonly form: Exclude<TextForm, 'sip'>;
  readonly body: string;
  /** Empty with an SMS. */
  readonly subject: string;
  readonly advertising: boolean;
  readonly attachments: readonly {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
  }[];
}

/**
 * What a gateway has said. An exception is a fault of ours: whatever the network does is one of
 * these, and `unsure` whenever the request may have been taken.
 */
export type SendAnswer =
  | { readonly kind: 'accepted'; readonly ref: string | null }
  /** It has surely not been taken, and may be in a while. Milliseconds; null: it did not say. */
  | {
      readonly kind: 'delayed';
      readonly code: string;
      readonly words: string;
      readonly afterMs: number | null;
    }
  /** It has surely not been taken, and never will be as it is. */
  | { readonly kind: 'refused'; readonly code: string; readonly words: string }
  | { readonly kind: 'unsure'; readonly code: string; readonly words: string };

export type DeliveryAnswer =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly code: string; readonly words: string }
  /** Not known yet, or the question was not answered: asked again later. */
  | { readonly kind: 'pending' };

/** What texts may go out by, and what it can do. One file each, and one conformance test for all. */
export interface TextGateway {
  /** Whether two requests with one key are one text. Only then is it asked again by itself. */
  readonly takesKey: boolean;
  readonly forms: readonly OutgoingText['form'][];
  /** Resolves within the time limit of its transport. Never rejects for what the network does. */
  send(text: OutgoingText): Promise<SendAnswer>;
  /** Null where the gateway tells nothing afterwards, or only by a callback. */
  readonly learn: ((ref: string) => Promise<DeliveryAnswer>) | null;
}

/** What a gateway says when it is asked whether it would take texts, without one. */
export type Probed =
  | {
      readonly kind: 'ok';
      /** In the gateway's own figures; null where it does not tell. */
      readonly balance: string | null;
      /** Whether it knows the sender number; null where it does not tell. */
      readonly senderKnown: boolean | null;
    }
  | { readonly kind: 'trouble'; readonly code: string; readonly words: string };

/** A gateway that is reached over HTTP. */
export interface ProbedGateway extends TextGateway {
  /** Null where there is nothing to ask. */
  readonly probe: (() => Promise<Probed>) | null;
}

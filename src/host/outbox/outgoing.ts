import { destinationOf } from '#shared/domain/outbox/destination.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import type { OutgoingText } from '../gateways/gateway.ts';

/**
 * A text as a gateway takes it.
 * @param from the sender number registered with the gateway
 * @param picture the bytes of one; null for what is not here
 * @returns null where a picture is missing, or it does not leave by a gateway
 */
export function outgoingText(
  row: TextRow,
  from: string,
  picture: (sha256: string) => Uint8Array | null,
): OutgoingText | null {
  const { content, delivery, body } = row;
  if (delivery === null || delivery.form === 'sip') return null;
  const attachments = content.attachments.map(({ type, sha256 }, index) => ({
    // A file is often called after the customer, and some gateways take small letters only.
    ...{ name: `picture-${index + 1}.${type === 'image/jpeg' ? 'jpg' : type.slice(6)}`, type },
    bytes: picture(sha256),
  }));
  const whole = attachments.filter(
    (one): one is typeof one & { bytes: Uint8Array } => one.bytes !== null,
  );
  if (whole.length < attachments.length) return null;
  return {
    ...{ key: delivery.key, to: destinationOf(row), from, form: delivery.form, body },
    subject: delivery.form === 'sms' ? '' : content.subject,
    advertising: content.category === 'advertising',
    attachments: whole,
  };
}

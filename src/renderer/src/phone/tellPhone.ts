import type { Effect } from '#shared/domain/call/effects.ts';
import type { PhonePort } from './port.ts';

type PhoneEffect = Extract<Effect, { readonly type: `phone.${string}` }>;

/** Has the phone do what the rules say. */
export function tellPhone(phone: PhonePort, callId: string, effect: PhoneEffect): void {
  switch (effect.type) {
    case 'phone.answer':
      return phone.answer(callId);
    case 'phone.answerUnattended':
      return phone.answerUnattended(callId);
    case 'phone.reject':
      return phone.reject(callId, effect.status);
    case 'phone.redirect':
      return phone.redirect(callId, effect.target);
    case 'phone.hangUp':
      return phone.hangUp(callId);
    case 'phone.hold':
      return phone.hold(callId);
    case 'phone.holdUnheard':
      return phone.holdUnheard(callId);
    case 'phone.resume':
      return phone.resume(callId);
    case 'phone.mute':
      return phone.mute(callId, effect.muted);
    case 'phone.sendDigits':
      return phone.sendDigits(callId, effect.digits);
    case 'phone.silence':
      return phone.silence(callId, effect.silenced);
    case 'phone.transfer':
      return phone.transfer(callId, effect.transfer);
  }
}

import { z } from 'zod';

/*
 * Words for a customer who cannot be reached now: no demand, no deadline, nothing about money. The
 * organisation may change every one of them.
 */

export const TEMPLATE_KINDS = ['inquiry', 'support', 'thanks'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** `{name}` is the customer's name, or 고객 / customer where it is not known. */
const templateSchema = z.strictObject({
  id: z.string().min(1).max(64),
  kind: z.enum(TEMPLATE_KINDS),
  language: z.enum(['ko', 'en']),
  text: z.string().trim().min(1).max(1_000),
});
export type PauseTemplate = z.infer<typeof templateSchema>;

export const DEFAULT_TEMPLATES: readonly PauseTemplate[] = [
  {
    id: 'inquiry-wellbeing',
    kind: 'inquiry',
    language: 'ko',
    text: '{name}님, 안녕하십니까. 요즘 어떻게 지내시는지 안부 여쭙고자 짧게 연락드립니다. 바로 답하지 않으셔도 괜찮습니다. 편하실 때 원하시는 방법으로 말씀 주시면 그에 맞추겠습니다.',
  },
  {
    id: 'inquiry-channel',
    kind: 'inquiry',
    language: 'ko',
    text: '{name}님, 전화 통화가 편하지 않으실 수 있어 글로 여쭙습니다. 문자, 메일, 메신저 가운데 편하신 방법이 있으시면 알려 주십시오. 없으셔도 괜찮습니다.',
  },
  {
    id: 'inquiry-later',
    kind: 'inquiry',
    language: 'ko',
    text: '{name}님, 지금은 연락이 어려우실 수 있겠습니다. 저희는 기다리고 있겠습니다. 다시 이야기 나누기 좋은 때를 알려 주시면 그때 연락드리겠습니다.',
  },
  {
    id: 'inquiry-support',
    kind: 'inquiry',
    language: 'ko',
    text: '{name}님, 혹시 저희가 도와드릴 일이 있으시면 언제든 말씀해 주십시오. 진행하던 일은 그대로 두었으니 마음 편히 계셔도 괜찮습니다.',
  },
  {
    id: 'support-later',
    kind: 'support',
    language: 'ko',
    text: '일정을 뒤로 미뤄 드릴 수 있습니다',
  },
  {
    id: 'support-writing',
    kind: 'support',
    language: 'ko',
    text: '통화 대신 글로 안내해 드릴 수 있습니다',
  },
  {
    id: 'support-person',
    kind: 'support',
    language: 'ko',
    text: '편하신 담당자로 바꿔 드릴 수 있습니다',
  },
  {
    id: 'support-pause',
    kind: 'support',
    language: 'ko',
    text: '안내 연락을 잠시 쉬어 갈 수 있습니다',
  },
  {
    id: 'thanks-back',
    kind: 'thanks',
    language: 'ko',
    text: '{name}님, 다시 연락 주셔서 진심으로 감사합니다. 그동안 진행하던 일은 그대로 있습니다. 앞으로는 편하신 시간과 방법에 맞춰 연락드리겠습니다.',
  },
  {
    id: 'inquiry-wellbeing-en',
    kind: 'inquiry',
    language: 'en',
    text: 'Dear {name}, we hope you are well. There is no need to reply right away. Whenever it suits you, let us know the way you like to be contacted and we will follow it.',
  },
  {
    id: 'inquiry-channel-en',
    kind: 'inquiry',
    language: 'en',
    text: 'Dear {name}, a telephone call may not be convenient at the moment, so we are writing instead. If you prefer text, mail or a messenger, please tell us. It is fine if you do not.',
  },
  {
    id: 'inquiry-later-en',
    kind: 'inquiry',
    language: 'en',
    text: 'Dear {name}, this may not be a good time, and that is fine. We are here. If you tell us a better time to talk, we will be in touch then.',
  },
  {
    id: 'inquiry-support-en',
    kind: 'inquiry',
    language: 'en',
    text: 'Dear {name}, if there is anything we can help with, just let us know. Everything we were working on is kept as it was.',
  },
  {
    id: 'support-later-en',
    kind: 'support',
    language: 'en',
    text: 'We can move the schedule to a later date',
  },
  {
    id: 'support-writing-en',
    kind: 'support',
    language: 'en',
    text: 'We can explain in writing instead of a call',
  },
  {
    id: 'support-person-en',
    kind: 'support',
    language: 'en',
    text: 'A colleague you prefer can look after you',
  },
  {
    id: 'support-pause-en',
    kind: 'support',
    language: 'en',
    text: 'We can stop sending notices for a while',
  },
  {
    id: 'thanks-back-en',
    kind: 'thanks',
    language: 'en',
    text: 'Dear {name}, thank you very much for being in touch again. Everything is as we left it. From now on we will contact you at the times and in the ways that suit you.',
  },
];

export const pauseSettingsSchema = z.strictObject({
  /** Days after the beginning on which somebody looks again; may be changed for each pause. */
  checkInDays: z.array(z.number().int().min(1).max(365)).min(1).max(12).default([3, 7, 14, 30]),
  /** At what time of those days, in minutes since midnight. */
  checkInMinute: z
    .number()
    .int()
    .min(0)
    .max(1_439)
    .default(10 * 60),
  templates: z
    .array(templateSchema)
    .max(60)
    .refine((templates) => new Set(templates.map(({ id }) => id)).size === templates.length)
    .default([...DEFAULT_TEMPLATES]),
});
export type PauseSettings = z.infer<typeof pauseSettingsSchema>;

export function fillTemplate(text: string, name: string): string {
  // As a function: a name is written as it is, with every $ in it.
  return text.replaceAll('{name}', () => name);
}

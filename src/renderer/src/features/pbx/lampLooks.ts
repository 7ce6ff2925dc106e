import { BellRing, CircleCheck, CircleHelp, PhoneCall } from '@lucide/vue';
import type { Component } from 'vue';
import type { Lamp } from '#shared/domain/pbx/dialogInfo.ts';

/** The icon and the colour of a lamp; its word, `pbx.lamps.<lamp>`, is always beside them. */
export const LAMP_LOOKS: Readonly<
  Record<
    Lamp,
    { readonly icon: Component; readonly meaning: 'available' | 'away' | 'call' | 'plain' }
  >
> = {
  free: { icon: CircleCheck, meaning: 'available' },
  ringing: { icon: BellRing, meaning: 'away' },
  busy: { icon: PhoneCall, meaning: 'call' },
  unknown: { icon: CircleHelp, meaning: 'plain' },
};

import { PhoneCall } from '@lucide/vue';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { allowedCommands } from '#shared/domain/call/transition.ts';
import { useGuideStore } from '../../../stores/guideStore.ts';
import { usePhoneStore } from '../../../stores/phoneStore.ts';
import { useRecordingStore } from '../../../stores/recordingStore.ts';
import { callKeyText, CALL_KEYS, guideKeyText } from '../../keys/keyMap.ts';
import type { CallKey } from '../../keys/keyMap.ts';
import { useKeyActions } from '../../keys/useKeyActions.ts';
import type { PaletteItem } from '../item.ts';

/**
 * What ends somebody's call has its own button and key, in sight and at once: here, where a line is
 * chosen by the first letters of its name, it would be chosen by mistake.
 */
const NEVER: readonly CallKey[] = ['hangUp', 'reject', 'busy', 'drop'];

/** What can be done with the calls there are. */
export function useCallItems() {
  const { t } = useI18n();
  const phone = usePhoneStore();
  const guide = useGuideStore();
  const recordings = useRecordingStore();
  const { callActions } = useKeyActions();

  function isOffered(key: CallKey): boolean {
    const { current } = phone;
    if (NEVER.includes(key) || (key === 'record' && !recordings.allowed)) return false;
    if (key === 'answer') return phone.incoming.length + phone.attended.length > 0;
    if (!current || current.phase === 'offered') return false;
    const can = allowedCommands(current);
    if (key === 'hold') return can.includes('hold') || can.includes('resume');
    if (key === 'mute') return can.includes('mute') || can.includes('unmute');
    if (key === 'keypad') return can.includes('sendDigits');
    if (key === 'transfer' || key === 'park') return can.includes('transfer');
    if (key === 'swap' || key === 'join' || key === 'takeBack') return phone.calls.length > 1;
    if (key === 'silence') return phone.calls.some(({ joined }) => joined);
    return true;
  }

  return computed<readonly PaletteItem[]>(() => {
    const keys = CALL_KEYS.filter(isOffered).map((key) => ({
      ...{ id: `call.${key}`, group: 'call' as const, icon: PhoneCall },
      ...{ text: t(`keys.${key}`), keys: callKeyText(key), run: callActions[key] },
    }));
    if (guide.subject === null) return keys;
    const open = {
      ...{ id: 'call.guide', group: 'call' as const, icon: PhoneCall, text: t('keys.guide') },
      keys: guideKeyText,
      run: () => {
        guide.setOpen(true);
        guide.focusWishes += 1;
      },
    };
    return [...keys, open];
  });
}

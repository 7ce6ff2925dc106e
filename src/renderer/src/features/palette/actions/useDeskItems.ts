import { Keyboard, Zap } from '@lucide/vue';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useScreenStore } from '../../../stores/screenStore.ts';
import {
  clipboardKeyText,
  DESK_KEYS,
  deskKeyText,
  messageKeyText,
  voicemailKeyText,
} from '../../keys/keyMap.ts';
import { useKeyActions } from '../../keys/useKeyActions.ts';
import { useLessonForm } from '../../lessons/useLessonForm.ts';
import { useVoicemail } from '../../pbx/useVoicemail.ts';
import type { PaletteItem } from '../item.ts';

/** What can be done without a call too. */
export function useDeskItems(openKeys: () => void) {
  const { t } = useI18n();
  const screen = useScreenStore();
  const { deskActions, writeMessage } = useKeyActions();
  const voicemail = useVoicemail();
  const lessons = useLessonForm();

  const item = (id: string, text: string, run: () => void, keys?: string): PaletteItem => ({
    ...{ id: `desk.${id}`, group: 'desk', icon: Zap, text, run },
    ...(keys === undefined ? {} : { keys }),
  });

  return computed<readonly PaletteItem[]>(() => [
    ...DESK_KEYS.map((key) => item(key, t(`keys.${key}`), deskActions[key], deskKeyText(key))),
    item('message', t('keys.message'), writeMessage, messageKeyText),
    item('clipboard', t('clipboard.action'), () => screen.readClipboard(), clipboardKeyText()),
    item('find', t('keys.filter'), () => screen.findCalls(), '/'),
    ...(voicemail.shown.value
      ? [item('voicemail', t('keys.voicemail'), voicemail.callVoicemail, voicemailKeyText())]
      : []),
    item('lesson', t('lessons.write'), () => lessons.write()),
    { ...item('keys', t('nav.keys'), openKeys, '?'), icon: Keyboard },
  ]);
}

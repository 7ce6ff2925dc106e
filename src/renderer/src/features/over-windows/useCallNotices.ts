import { watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useAppStore } from '../../stores/appStore.ts';
import { useNoticeStore } from '../../stores/noticeStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { showToast } from '../../ui/toasts.ts';
import { numberText } from '../calls/partyWords.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { useDial } from '../phone/useDial.ts';

/** A call that rings where no card says so, and one that nobody took, told over other windows. */
export function useCallNotices(): void {
  const { t } = useI18n();
  const app = useAppStore();
  const notices = useNoticeStore();
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const settings = useSettingsStore();
  const { aboutOf } = usePartyName();
  const { dial, refusal } = useDial();

  const hasCard = (): boolean =>
    app.info?.capabilities.callCard === true && settings.settings.callCard;

  watch(
    () => phone.incoming,
    (now, before = []) => {
      const rings = new Set(now.map(({ id }) => id));
      for (const { id } of before) if (!rings.has(id)) notices.end(`call:${id}`);
      const known = new Set(before.map(({ id }) => id));
      for (const call of now) {
        if (known.has(call.id) || hasCard()) continue;
        notices.tell({
          ...{ kind: 'call', id: `call:${call.id}`, about: aboutOf(call.party) },
          title: (who) => t('notices.ringing', { who }),
          body: t('notices.ringingText'),
          run: { open: () => undefined },
        });
      }
    },
    { immediate: true },
  );

  watch(
    () => phone.lastEnded,
    (call) => {
      if (call?.direction !== 'inbound' || call.end?.outcome !== 'missed') return;
      const { id, party } = call;
      notices.tell({
        ...{ kind: 'missed', id: `missed:${id}`, about: aboutOf(party) },
        title: (who) => t('notices.missed', { who }),
        run: {
          open: () => screen.showCall(id),
          ...(numberText(party) !== '' && {
            call: () => {
              dial(party.dialled);
              if (refusal.value !== null) showToast(t(`dial.refused.${refusal.value}`), 'trouble');
            },
          }),
        },
      });
    },
  );
}

import { CircleCheck, CircleDashed, CircleX, Clock, LoaderCircle } from '@lucide/vue';
import type { Component } from 'vue';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { LineState } from '#shared/domain/line/lineState.ts';
import { useAccountStore } from '../../stores/accountStore.ts';
import { useAppStore } from '../../stores/appStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';

const ICONS: Readonly<Record<LineState['state'], Component>> = {
  off: CircleDashed,
  connecting: LoaderCircle,
  registering: LoaderCircle,
  registered: CircleCheck,
  waiting: Clock,
  refused: CircleX,
};

/** The line in words: its state, why it is so, and what the agent can do. */
export function useLineWords() {
  const { t } = useI18n();
  const phone = usePhoneStore();
  const account = useAccountStore();
  const app = useAppStore();

  const practice = computed(() => phone.chosenLine === 'practice');

  const offReason = computed(() => {
    if (app.desk === 'taken') return 'taken';
    if (phone.chosenLine === 'undecided') return 'undecided';
    if (phone.chosenLine === 'practice') return 'starting';
    if (!account.state?.account) return 'account';
    if (account.state.hasSecret) return 'starting';
    return account.state.secretKept === 'locked' ? 'locked' : 'secret';
  });

  const reason = computed(() => {
    const line = phone.line;
    switch (line.state) {
      case 'off':
        return t(`line.off.${offReason.value}`);
      case 'connecting':
        return practice.value
          ? t('line.off.starting')
          : t('line.connectingTo', { server: serverName(line.server) });
      case 'registering':
        return practice.value
          ? t('line.off.starting')
          : t('line.registeringAt', { server: serverName(line.server) });
      case 'registered':
        return practice.value
          ? t('line.registeredPractice')
          : t('line.registeredAt', { server: serverName(line.server) });
      case 'waiting':
      case 'refused':
        return t(`line.reasons.${line.reason.code}`);
    }
  });

  const help = computed(() => {
    const line = phone.line;
    return line.state === 'waiting' || line.state === 'refused'
      ? t(`line.help.${line.reason.code}`)
      : null;
  });

  const status = computed(() => {
    const line = phone.line;
    return (line.state === 'waiting' || line.state === 'refused') && line.reason.status
      ? t('line.status', { status: line.reason.status })
      : null;
  });

  return {
    practice,
    state: computed(() => t(`line.states.${phone.line.state}`)),
    icon: computed(() => ICONS[phone.line.state]),
    reason,
    help,
    status,
  };
}

/** `wss://pbx.example.kr:8089/ws` is `pbx.example.kr:8089` to a person. */
export function serverName(server: string): string {
  return server.replace(/^wss?:\/\//, '').replace(/\/.*$/, '');
}

import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { sizeText } from '#shared/domain/text/sizeText.ts';
import { HEALTH_ROWS, judge } from '#shared/domain/health/judge.ts';
import type { HealthRow, Judgement } from '#shared/domain/health/judge.ts';
import { useHealthStore } from '../../stores/healthStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useLineWords } from '../frame/lineWords.ts';
import { useTimeWords } from '../words/useTimeWords.ts';

/** What stands in each row, and how it is judged: the line first, which the page knows itself. */
export function useHealthRows() {
  const { t, locale } = useI18n();
  const { momentText } = useTimeWords();
  const health = useHealthStore();
  const phone = usePhoneStore();
  const { state: lineText } = useLineWords();

  function text(row: HealthRow): string {
    const { state } = health;
    if (!state) return '';
    const { storage, freeBytes, backup, check, texts, errors } = state;
    switch (row) {
      case 'storage':
        if (storage.state !== 'ok') return t('health.values.storageBad');
        return t(storage.code === null ? 'health.values.storageOk' : 'health.values.replaced');
      case 'space':
        if (freeBytes === null) return t('health.values.unknown');
        return t('health.values.free', { size: sizeText(freeBytes, locale.value) });
      case 'backup':
        if (backup.failed !== null) return `${t('health.values.backupFailed')} (${backup.failed})`;
        if (backup.lastAt === null) return t('health.values.noBackup');
        return t('health.values.backup', { time: momentText(backup.lastAt) });
      case 'check':
        if (check.last === null) return t('health.values.noCheck');
        return t(check.last.code === null ? 'health.values.checkGood' : 'health.values.checkBad', {
          time: momentText(check.last.at),
        });
      case 'texts':
        return t('health.values.texts', texts);
      case 'errors': {
        const n = errors.reduce((sum, one) => sum + one.count, 0);
        return n === 0 ? t('health.values.noErrors') : t('health.values.errors', { n });
      }
    }
  }

  return computed((): { id: HealthRow | 'line'; judged: Judgement; text: string }[] => {
    if (!health.state) return [];
    const judged = judge(health.state);
    const since = phone.lineHistory.at(-1)?.at;
    const state = lineText.value;
    const registered = phone.line.state === 'registered';
    return [
      {
        ...{ id: 'line', judged: registered ? 'good' : 'look' },
        text:
          since === undefined
            ? state
            : t('health.values.since', { state, time: momentText(since) }),
      },
      ...HEALTH_ROWS.map((id) => ({ id, judged: judged[id], text: text(id) })),
    ];
  });
}

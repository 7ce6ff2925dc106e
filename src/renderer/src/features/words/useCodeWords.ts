import { useI18n } from 'vue-i18n';
import type { Cause, Direction, Outcome } from '#shared/domain/call/record.ts';

export interface ErrorWords {
  readonly what: string;
  readonly kept: string;
  readonly todo: string;
}

/** Words for the codes that come from elsewhere. None is ever left without words. */
export function useCodeWords() {
  const { t, te } = useI18n();

  function causeText({ code, status }: Cause): string {
    const key = `causes.${code}`;
    if (te(key)) return t(key);
    if (status !== undefined && te(`causes.sip.${status}`)) return t(`causes.sip.${status}`);
    return status === undefined ? t('causes.other') : t('causes.sipOther', { status });
  }

  /** What the agent can do about it, where there is something. */
  function causeHelp({ code }: Cause): string | null {
    const key = `causeHelp.${code}`;
    return te(key) ? t(key) : null;
  }

  function outcomeText(outcome: Outcome | null, direction: Direction): string {
    return outcome === null ? t('outcomes.live') : t(`outcomes.${direction}.${outcome}`);
  }

  function errorText(code: string): ErrorWords {
    const key = te(`errors.${code}.what`) ? `errors.${code}` : 'errors.unknown';
    return { what: t(`${key}.what`), kept: t(`${key}.kept`), todo: t(`${key}.todo`) };
  }

  return { causeText, causeHelp, outcomeText, errorText };
}

import { useI18n } from 'vue-i18n';
import { GATEWAY_CODES } from '#shared/domain/outbox/gatewayCodes.ts';

/** Gateways and what is the matter with them, as they are spoken of. */
export function useGatewayWords() {
  const { t } = useI18n();

  function missingText(fields: readonly string[]): string {
    return t('gateways.missing', {
      what: fields.map((field) => t(`gateways.fields.${field}`)).join(', '),
    });
  }

  /**
   * Why a text did not leave, or why nobody knows.
   * @param words the gateway's own; for a clock, how far it is off
   */
  function codeText(code: string, words: string): string {
    if (code === 'gateway.incomplete' && words !== '') return missingText(words.split(', '));
    const known = (GATEWAY_CODES as readonly string[]).includes(code);
    const name = known ? code.slice('gateway.'.length) : 'refused';
    const said = t(`gateways.codes.${name}`, { words });
    return words === '' || name === 'clock' ? said : `${said} (${words})`;
  }

  return { codeText, missingText };
}

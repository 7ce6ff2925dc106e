import { useI18n } from 'vue-i18n';

/** What a reason is called: as the desk has named it, else by its usual name. */
export function useReasonWords(): {
  reasonName: (reason: { readonly id: string; readonly name: string | null }) => string;
} {
  const { t, te } = useI18n();
  return {
    reasonName: ({ id, name }) => {
      const key = `away.reasons.${id}`;
      return name ?? (te(key) ? t(key) : id);
    },
  };
}

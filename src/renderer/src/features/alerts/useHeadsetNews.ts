import { watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useHeadsetStore } from '../../stores/headsetStore.ts';
import { showToast } from '../../ui/toasts.ts';

/** Says that a headset was pulled out, and that the call goes on; or that it is back. */
export function useHeadsetNews(): void {
  const { t } = useI18n();
  const headset = useHeadsetStore();
  watch(
    () => headset.news,
    (news) => {
      if (!news) return;
      const name = news.name || t('headset.unnamed');
      if (news.what !== 'gone') showToast(t(`headset.${news.what}`, { name }));
      else showToast(t(news.inCall ? 'headset.goneInCall' : 'headset.gone', { name }), 'trouble');
    },
  );
}

import { AppWindow, Settings } from '@lucide/vue';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { usePhoneStore } from '../../../stores/phoneStore.ts';
import { useRoleStore } from '../../../stores/roleStore.ts';
import { useScreenStore } from '../../../stores/screenStore.ts';
import type { Screen, Worklist } from '../../../stores/screenStore.ts';
import { SCREEN_KEYS, screenKeyText } from '../../keys/keyMap.ts';
import { SETTINGS_GROUP_IDS, SETTINGS_GROUPS } from '../../settings/parts.ts';
import type { PaletteItem } from '../item.ts';

/** The screens, the views in them that have a name, and the parts of the settings. */
export function useScreenItems() {
  const { t } = useI18n();
  const phone = usePhoneStore();
  const roles = useRoleStore();
  const screen = useScreenStore();

  const item = (id: string, text: string, run: () => void, keys?: string): PaletteItem => ({
    ...{ id: `screens.${id}`, group: 'screens', icon: AppWindow, text, run },
    ...(keys === undefined ? {} : { keys }),
  });

  const screens = computed(() =>
    SCREEN_KEYS.filter((id) => {
      if (id === 'practice') return phone.chosenLine === 'practice';
      return id !== 'team' || roles.may('seeTeam');
    }).map((id) => item(id, t(`nav.${id}`), () => screen.go(id), screenKeyText(id))),
  );

  const view = (list: Worklist, text: string): PaletteItem =>
    item(`worklist.${list}`, text, () => screen.showWorklist(list));
  const deeper = (id: Screen, text: string): PaletteItem => item(id, text, () => screen.go(id));

  const inside = computed(() => [
    view('pauses', t('pauses.tabs.pauses')),
    view('mistakes', t('mistakes.tab')),
    view('load', t('pauses.tabs.load')),
    deeper('account', t('account.title')),
    deeper('scripts', t('scriptEditor.screen')),
    deeper('templates', t('templates.screen')),
    deeper('privacy', t('privacy.title')),
  ]);

  const settings = computed<readonly PaletteItem[]>(() =>
    SETTINGS_GROUP_IDS.flatMap((group) =>
      SETTINGS_GROUPS[group].flatMap((part) =>
        part.settings.map((name) => ({
          ...{ id: `settings.${name}`, group: 'settings' as const, icon: Settings },
          text: t(`settingFacts.of.${name}.name`),
          second: t(`settingFacts.groups.${group}`),
          words: t(`settingFacts.of.${name}.effect`),
          run: () => screen.showSettings(part.id),
        })),
      ),
    ),
  );

  return computed<readonly PaletteItem[]>(() => [
    ...screens.value,
    ...inside.value,
    ...settings.value,
  ]);
}

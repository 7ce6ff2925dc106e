import { BookOpenText, ContactRound, HandHeart, History } from '@lucide/vue';
import { computed } from 'vue';
import type { Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { contactTitle } from '#shared/domain/contact/contact.ts';
import type { Script } from '#shared/domain/script/script.ts';
import { findsIn } from '#shared/domain/text/finding.ts';
import { useContactsStore } from '../../stores/contactsStore.ts';
import { useCustomerStore } from '../../stores/customerStore.ts';
import { useFindStore } from '../../stores/findStore.ts';
import { useGuideStore } from '../../stores/guideStore.ts';
import { usePromiseStore } from '../../stores/promiseStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { useScriptEditorStore } from '../../stores/scriptEditorStore.ts';
import { numberText } from '../calls/partyWords.ts';
import { useCustomerWords } from '../customers/useCustomerWords.ts';
import { useGuideWords } from '../guide/useGuideWords.ts';
import { usePromiseActions } from '../promises/usePromiseActions.ts';
import { usePromiseWords } from '../promises/usePromiseWords.ts';
import { useTimeWords } from '../words/useTimeWords.ts';
import type { PaletteItem } from './item.ts';

/** Of each kind. */
const MOST = 5;

/** Customers, promises, scripts and calls that are meant by what was typed. */
export function useFoundItems(typed: Ref<string>) {
  const { t } = useI18n();
  const find = useFindStore();
  const screen = useScreenStore();
  const customers = useCustomerStore();
  const contacts = useContactsStore();
  const promises = usePromiseStore();
  const guide = useGuideStore();
  const editor = useScriptEditorStore();
  const { titleOf } = useCustomerWords();
  const { whoText, pointText } = usePromiseWords();
  const { inLanguage } = useGuideWords();
  const { momentText } = useTimeWords();
  const { show: showPromise } = usePromiseActions();

  function openContact(id: string): void {
    customers.place = 'contacts';
    contacts.start();
    void contacts.open(id);
    screen.go('contacts');
  }

  /** With somebody on the line it begins; else its words are shown where they are changed. */
  async function openScript(script: Script): Promise<void> {
    if (guide.subject !== null && script.situation !== 'abuse') {
      if (guide.begin({ script, by: 'key' })) guide.focusWishes += 1;
      return;
    }
    screen.go('scripts');
    await editor.load();
    editor.open(script.id);
  }

  const people = computed<readonly PaletteItem[]>(() => [
    ...find.found.customers.map((one) => ({
      ...{ id: `customer.${one.id}`, group: 'customers' as const, icon: ContactRound },
      ...{ text: titleOf(one), second: one.numbers[0]?.number ?? '' },
      run: () => customers.show({ customerId: one.id, numbers: [] }),
    })),
    ...find.found.contacts.map((one) => ({
      ...{ id: `contact.${one.id}`, group: 'customers' as const, icon: ContactRound },
      ...{ text: contactTitle(one), second: one.numbers[0]?.number ?? t('nav.contacts') },
      run: () => openContact(one.id),
    })),
  ]);

  const promised = computed<readonly PaletteItem[]>(() =>
    promises.ordered
      .filter(({ row }) =>
        findsIn(typed.value, [whoText(row), row.topic, row.note, row.dialled.replace(/\D/g, '')]),
      )
      .slice(0, MOST)
      .map(({ row }) => ({
        ...{ id: `promise.${row.id}`, group: 'promises' as const, icon: HandHeart },
        text: row.topic === '' ? whoText(row) : `${whoText(row)} · ${row.topic}`,
        second: pointText(row.dueAt, promises.now),
        run: () => showPromise(row.id),
      })),
  );

  const scripts = computed<readonly PaletteItem[]>(() =>
    guide.scripts
      .filter(({ title }) => findsIn(typed.value, [title.ko, title.en]))
      .slice(0, MOST)
      .map((script) => ({
        ...{ id: `script.${script.id}`, group: 'scripts' as const, icon: BookOpenText },
        ...{ text: inLanguage(script.title), run: () => void openScript(script) },
        second: t(guide.subject === null ? 'palette.scriptOpen' : 'palette.scriptBegin'),
      })),
  );

  const calls = computed<readonly PaletteItem[]>(() =>
    find.found.calls.map((row) => ({
      ...{ id: `call.${row.id}`, group: 'calls' as const, icon: History },
      text: whoText(row) || numberText(row),
      second: momentText(row.startedAt),
      run: () => screen.showCall(row.id),
    })),
  );

  return computed<readonly PaletteItem[]>(() =>
    typed.value.trim() === ''
      ? []
      : [...people.value, ...promised.value, ...scripts.value, ...calls.value],
  );
}

import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import { absenceWords } from '#shared/domain/script/absenceWords.ts';
import { stepOf } from '#shared/domain/script/script.ts';
import type { Words } from '#shared/domain/script/script.ts';
import { momentOfField, spokenField, spokenTime } from '#shared/domain/script/spokenTime.ts';
import { sentenceAt, variantsOf } from '#shared/domain/script/variant.ts';
import { filled } from '#shared/domain/script/words.ts';
import type { TokenValues } from '#shared/domain/script/words.ts';
import { useAccountStore } from '../../stores/accountStore.ts';
import { useCallerStore } from '../../stores/callerStore.ts';
import { useContactNameStore } from '../../stores/contactNameStore.ts';
import type { GuideSubject } from '../../stores/guideStore.ts';
import { usePromiseStore } from '../../stores/promiseStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { nameText } from '../calls/partyWords.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { useGuideCourse, useTrial } from './guideCourse.ts';

/** What a script says, with the names and times of this call. */
export function useGuideWords() {
  const { locale } = useI18n();
  const trial = useTrial();
  const guide = useGuideCourse();
  const promises = usePromiseStore();
  const settings = useSettingsStore();
  const account = useAccountStore();
  const callers = useCallerStore();
  const contactNames = useContactNameStore();
  const { nameOf } = usePartyName();

  const language = computed(() => trial?.language ?? (locale.value === 'en' ? 'en' : 'ko'));
  const inLanguage = (words: Words): string => words[language.value];

  /** Nobody is called by a name that may be somebody else's: a number can be several people's. */
  function customerName({ party }: GuideSubject): string | null {
    const several = (contactNames.of(numberKey(party))?.total ?? 0) > 1;
    return several ? nameText(party) : nameOf(party);
  }

  /** The promise that was made from this run and is still open. */
  const promised = computed(() => {
    const { run, subject } = guide;
    if (!run || !subject) return null;
    const made = run.acted.findLast(({ action }) => action === 'promise')?.ref ?? null;
    const open = promises.of({ ...subject.party, practice: subject.practice });
    return open.find(({ id }) => id === made) ?? null;
  });

  const timeField = computed(() => guide.script?.fields.find(({ kind }) => kind === 'time'));
  /** When the customer is to be called, epoch milliseconds. */
  const time = computed(() => {
    const typed = timeField.value ? (guide.fields[timeField.value.id] ?? '') : '';
    return momentOfField(typed) ?? promised.value?.window.to ?? null;
  });

  /** The customer's call before this one; null while it is not known. */
  const before = computed(() => {
    const callId = guide.subject?.callId ?? '';
    const caller = callers.of(callId);
    const last = typeof caller === 'string' ? null : caller.lastCall;
    return last?.id === callId ? null : last;
  });

  const values = computed<TokenValues>(() => {
    const { subject } = guide;
    const now = promises.now;
    const name = subject ? customerName(subject) : null;
    const { company, agent } = settings.settings.missedTexts;
    const spoken = Object.entries(guide.fields).map(
      ([id, value]) => [id, spokenField(value, now, language.value)] as const,
    );
    if (trial) {
      const at = time.value === null ? {} : { time: spokenTime(time.value, now, language.value) };
      return { ...trial.values, ...Object.fromEntries(spoken), ...at };
    }
    return {
      product: guide.product,
      ...absenceWords(before.value, now, language.value),
      ...Object.fromEntries(spoken),
      customer: language.value === 'ko' ? [name, '고객님'].filter(Boolean).join(' ') : name,
      agent: agent || account.state?.account?.displayName || null,
      company: company || null,
      time: time.value === null ? null : spokenTime(time.value, now, language.value),
      now: spokenTime(now, now, language.value),
    };
  });

  const say = (words: Words): string => filled(inLanguage(words), values.value);

  /** The sentence that stands there now; empty for a step in which nothing is said. */
  const sentence = computed(() => {
    const { run, step } = guide;
    if (!run || !step) return '';
    const own = guide.ownOf(run, step).trim();
    if (own !== '') return own;
    const words = sentenceAt(step, guide.now, run.id, guide.turnOf(run, step), values.value);
    return words ? say(words) : '';
  });

  /** How many sentences can be gone through in this step. */
  const variants = computed(() =>
    guide.step ? variantsOf(guide.step, guide.now, values.value) : 0,
  );

  function stepTitle(id: string): string {
    const step = guide.script ? stepOf(guide.script, id) : null;
    return step ? inLanguage(step.title) : '';
  }

  return { language, inLanguage, say, sentence, variants, stepTitle, promised, time, timeField };
}

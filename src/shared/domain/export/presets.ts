import { COLUMNS } from './columns.ts';
import type { Dataset } from './columns.ts';
import { BESIDES_ALL, DATASET_OF } from './request.ts';
import type { ParsedExportRequest, PresetId } from './request.ts';
import type { Words } from './words.ts';

/** What people ask for, by name. */

export interface Preset {
  readonly title: Words;
  readonly dataset: Dataset;
  /** Ids of columns, in their order. */
  readonly columns: readonly string[];
  /** In a workbook, sheets of their own behind the first. */
  readonly besides: readonly Exclude<PresetId, 'all'>[];
}

const idsOf = (dataset: Dataset): readonly string[] => COLUMNS[dataset].map(({ id }) => id);
/** What only who joins tables asks for. */
const PLUMBING = new Set(['id', 'callId', 'pseudonym', 'practice']);
const plain = (dataset: Dataset): readonly string[] =>
  idsOf(dataset).filter((id) => !PLUMBING.has(id));

export const PRESETS: Readonly<Record<PresetId, Preset>> = {
  calls: {
    title: { ko: '상담 이력', en: 'Calls' },
    dataset: DATASET_OF.calls,
    columns: [
      ...[
        'at',
        'direction',
        'number',
        'name',
        'agent',
        'outcome',
        'ring',
        'talk',
        'hold',
        'wrapUp',
      ],
      ...['type1', 'type2', 'type3', 'result', 'endedBy', 'cause', 'note', 'tags'],
      ...['promiseDue', 'promiseState', 'promiseEndedAt', 'textState'],
    ],
    besides: [],
  },
  callbacks: {
    title: { ko: '콜백 이행', en: 'Callbacks' },
    dataset: DATASET_OF.callbacks,
    columns: plain('promises'),
    besides: [],
  },
  absences: {
    title: { ko: '이석 기록', en: 'Absences' },
    dataset: DATASET_OF.absences,
    columns: plain('absences'),
    besides: [],
  },
  texts: {
    title: { ko: '문자 결과', en: 'Texts' },
    dataset: DATASET_OF.texts,
    columns: plain('texts'),
    besides: [],
  },
  abuse: {
    title: { ko: '강성 고객 응대', en: 'Difficult customers' },
    dataset: DATASET_OF.abuse,
    columns: plain('abuse'),
    besides: [],
  },
  all: {
    title: { ko: '전체', en: 'Everything' },
    dataset: DATASET_OF.all,
    columns: idsOf('calls'),
    besides: BESIDES_ALL,
  },
};

/** Chosen calls are no promises, absences, texts or cases. */
export function knowsCalls({ preset, callIds }: ParsedExportRequest): boolean {
  return callIds === undefined || preset === 'calls';
}

/** Whether every column that is asked for is one of the first sheet, and each is asked for once. */
export function knowsColumns({ preset, columns = [] }: ParsedExportRequest): boolean {
  const known = new Set(idsOf(PRESETS[preset].dataset));
  return columns.every((id) => known.has(id)) && new Set(columns).size === columns.length;
}

export interface SheetPlan {
  readonly title: string;
  readonly dataset: Dataset;
  readonly columns: readonly string[];
}

/** The tables of a file, in their order; only a workbook has more than one. */
export function sheetsOf(request: ParsedExportRequest): readonly SheetPlan[] {
  const { preset, columns, format, language } = request;
  const plan = (id: PresetId, chosen?: readonly string[]): SheetPlan => ({
    title: PRESETS[id].title[language],
    dataset: PRESETS[id].dataset,
    columns: chosen ?? PRESETS[id].columns,
  });
  const first = plan(preset, columns);
  if (format !== 'xlsx') return [first];
  return [first, ...PRESETS[preset].besides.map((id) => plan(id))];
}

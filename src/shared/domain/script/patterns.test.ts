import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patternsCsv, patternsOf, patternsSchema, productsCsv } from './patterns.ts';
import type { PatternRun } from './patterns.ts';

const zone = process.env['TZ'];
const at = (month: number, day: number, hour = 0): number =>
  new Date(2026, month - 1, day, hour).getTime();
const NOVEMBER = { from: 0, to: 0, practice: false };

function run(startedAt: number, change: Partial<PatternRun> = {}): PatternRun {
  return {
    ...{
      startedAt,
      scriptId: 'difficult',
      trigger: 'deadline',
      stepId: null,
      visits: [],
      fields: {},
    },
    ...{ end: { at: startedAt + 1, how: 'finished' }, practice: false },
    ...change,
  };
}
const LEFT = { stepId: 'options', end: { at: 1, how: 'call-over' } } as const;
const visit = (stepId: string, how: 'next' | 'skip') =>
  ({ stepId, at: 0, leftAt: 1, how, choiceId: null, said: '' }) as const;

describe('what repeats', () => {
  beforeEach(() => {
    process.env['TZ'] = 'Asia/Seoul';
    Object.assign(NOVEMBER, { from: at(11, 1), to: at(12, 1) });
  });
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('is counted by what the calls were about, most first', () => {
    const rows = [run(at(11, 3)), run(at(11, 4), LEFT), run(at(11, 5), { trigger: 'billing' })];
    expect(patternsOf(rows, NOVEMBER)).toMatchObject({
      runs: 3,
      triggers: [
        { trigger: 'deadline', runs: 2, finished: 1 },
        { trigger: 'billing', runs: 1, finished: 1 },
      ],
    });
  });

  it('tells apart where nobody said what it was about', () => {
    const [only] = patternsOf([run(at(11, 3), { trigger: null })], NOVEMBER).triggers;
    expect(only).toEqual({ trigger: null, runs: 1, finished: 1 });
  });

  it('mixes no practice with work, and leaves out other times', () => {
    const rows = [
      run(at(11, 3), { practice: true }),
      run(NOVEMBER.from - 1),
      run(NOVEMBER.to),
      run(NOVEMBER.from),
    ];
    expect(patternsOf(rows, NOVEMBER).runs).toBe(1);
    expect(patternsOf(rows, { ...NOVEMBER, practice: true }).runs).toBe(1);
  });

  it('names the steps in which scripts are left, not those that still go on', () => {
    const going = { stepId: 'options', end: null };
    const rows = [run(at(11, 3), LEFT), run(at(11, 4), LEFT), run(at(11, 4), going)];
    expect(patternsOf(rows, NOVEMBER).leftAt).toEqual([
      { scriptId: 'difficult', stepId: 'options', runs: 2 },
    ]);
  });

  it('names the steps that are passed over, once a run', () => {
    const visits = [visit('breathe', 'skip'), visit('name', 'next'), visit('breathe', 'skip')];
    expect(patternsOf([run(at(11, 3), { visits })], NOVEMBER).skipped).toEqual([
      { scriptId: 'difficult', stepId: 'breathe', runs: 1 },
    ]);
  });

  it('has a row for each week from Monday, also for one without a run', () => {
    const { weeks } = patternsOf([run(at(11, 8, 23)), run(at(11, 16))], NOVEMBER);
    const days = weeks.map(({ from, runs }) => [new Date(from).getDate(), runs.deadline ?? 0]);
    expect(days).toEqual([
      [26, 0],
      [2, 1],
      [9, 0],
      [16, 1],
      [23, 0],
      [30, 0],
    ]);
  });

  it.each(['America/New_York', 'Europe/Berlin', 'Pacific/Apia'])(
    'begins every week of a year on Monday at midnight in %s',
    (name) => {
      process.env['TZ'] = name;
      const { weeks } = patternsOf([], { from: at(1, 1), to: at(12, 31), practice: false });
      expect(weeks).toHaveLength(53);
      for (const { from } of weeks) {
        const day = new Date(from);
        expect([day.getDay(), day.getHours()]).toEqual([1, 0]);
      }
    },
  );

  it('is counted by product, however its name is spelt, most first', () => {
    const of = (product: string, change = {}) => run(at(11, 3), { fields: { product }, ...change });
    const rows = [
      ...[of('공기 청정기'), of(' 공기청정기 ', LEFT), of('TV'), of('tv'), of('Tv')],
      ...[of('김하늘 님의 냉장고'), of('정수기'), of('  '), run(at(11, 4))],
    ];
    expect(patternsOf(rows, NOVEMBER)).toMatchObject({
      products: [
        { product: 'TV', runs: 3, finished: 3 },
        { product: '공기 청정기', runs: 2, finished: 1 },
      ],
      // What is written once may name somebody, and is told to nobody.
      otherProducts: 2,
    });
  });

  it('is a table of products, in which nothing is a formula', () => {
    const fields = { product: '=HYPERLINK("http://x","청정기")' };
    const rows = [run(at(11, 3), { fields }), run(at(11, 4), { fields })];
    const one = run(at(11, 5), { fields: { product: 'TV' } });
    const csv = productsCsv(patternsOf([...rows, one], NOVEMBER), {
      ...{ product: '제품', runs: '건수', finished: '끝까지', others: '그 밖' },
    });
    expect(csv).toBe(
      '\uFEFF제품,건수,끝까지\r\n"\'=HYPERLINK(""http://x"",""청정기"")",2,2\r\n그 밖,1,\r\n',
    );
  });

  it('knows no agent and no customer', () => {
    const told = JSON.stringify(patternsOf([run(at(11, 3), LEFT)], NOVEMBER));
    expect(told).not.toMatch(/agent|customer|call/i);
    expect(patternsSchema.parse(JSON.parse(told))).toEqual(JSON.parse(told));
  });

  it('is a table of weeks and troubles for a spreadsheet', () => {
    const triggers = {
      ...{ defect: '불량', deadline: '기한', service: '서비스', billing: '청구' },
      ...{ miscommunication: '소통 오류', expectation: '과한 기대', misuse: '고객 과실' },
    };
    const week = { from: at(11, 16), to: at(11, 17), practice: false };
    const csv = patternsCsv(patternsOf([run(at(11, 16))], week), { week: '주', triggers }, String);
    expect(csv.split('\r\n')).toEqual([
      '\uFEFF주,불량,기한,서비스,청구,소통 오류,과한 기대,고객 과실',
      `${at(11, 16)},0,1,0,0,0,0,0`,
      '',
    ]);
  });
});

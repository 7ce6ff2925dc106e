import { describe, expect, it } from 'vitest';
import { DEFAULT_REASONS } from '../availability/reasons.ts';
import { NO_STATUS } from '../availability/status.ts';
import type { Span, Status } from '../availability/status.ts';
import { trayModel } from './tray.ts';
import type { ShellState, TrayItem, TrayModel } from './tray.ts';

const at = (time: string): number => new Date(`2026-11-27T${time}:00+09:00`).getTime();
const NOW = at('14:30');

const span = (more: Partial<Span>): Status => ({
  span: {
    ...{ id: 'span', agentId: 'agent', from: at('14:00'), to: null, kind: 'available' },
    ...{ reasonId: null, reasonName: null, until: null, note: '', alternate: '', by: 'agent' },
    ...more,
  },
  reserved: null,
});
const away = (reasonId: string, more: Partial<Span> = {}): Status =>
  span({ kind: 'away', reasonId, ...more });

const state = (more: Partial<ShellState> = {}): ShellState => ({
  ...{ language: 'ko', status: span({}), reasons: DEFAULT_REASONS, calls: 0, talking: false },
  ...{ next: null, overdue: 0 },
  ...more,
});
const tray = (more: Partial<ShellState> = {}, now = NOW): TrayModel => trayModel(state(more), now);
const labels = (items: readonly TrayItem[]): readonly string[] =>
  items.flatMap((item) => ('label' in item ? [item.label] : ['—']));
const choice = (model: TrayModel, label: string): TrayItem | undefined =>
  model.items
    .flatMap((item) => (item.kind === 'group' ? item.items : [item]))
    .find((item) => 'label' in item && item.label === label);

const KIM = { name: '김민수', dialled: '010-1234-5678', dueAt: at('15:00') };
const MEETING = {
  ...{ reasonId: 'meeting', reasonName: null, back: null, note: '', alternate: '' },
};

describe('the tray', () => {
  it('in Korean: status, next promise, changes of status, places, quit', () => {
    const { icon, tooltip, items } = tray({ next: KIM });
    expect([icon, tooltip]).toEqual(['available', '이음 · 전화 받는 중 · 15:00 김민수 고객 회신']);
    expect(labels(items)).toEqual([
      ...['이음 · 전화 받는 중', '15:00 김민수 고객 회신', '—', '전화 받기', '자리 비움', '—'],
      ...['번호 누르기', '이음 열기', '설정…', '—', '이음 종료'],
    ]);
  });

  it('in English', () => {
    const { tooltip, items } = tray({ language: 'en', next: KIM });
    expect(tooltip).toBe('Ieum · Taking calls · 15:00 call back 김민수');
    expect(labels(items)).toEqual([
      ...['Ieum · Taking calls', '15:00 call back 김민수', '—', 'Take calls', 'Go away', '—'],
      ...['Dial a number', 'Open Ieum', 'Settings…', '—', 'Quit Ieum'],
    ]);
  });

  it.each([
    ['nobody was there yet', { status: NO_STATUS }, 'off', '아직 전화를 받지 않음'],
    ['the desk is empty', { status: span({ kind: 'off' }) }, 'off', '아직 전화를 받지 않음'],
    ['calls are taken', {}, 'available', '전화 받는 중'],
    ['in a call', { talking: true, calls: 1 }, 'in-call', '통화 중'],
    [
      'in a call, with what comes then',
      { talking: true, status: { ...span({}), reserved: MEETING } },
      'in-call',
      '통화 중 · 통화 후 회의',
    ],
    ['away', { status: away('meeting', { until: at('15:00') }) }, 'away', '회의 · 15:00까지'],
    ['away, nobody knows how long', { status: away('personal') }, 'away', '개인 긴급'],
    [
      'away for longer than meant',
      { status: away('meal', { until: at('14:10') }) },
      'away',
      '식사 · 돌아오기로 한 14:10이 지남',
    ],
    [
      'under a name of the desk’s own',
      { status: away('floor', { reasonName: '매장 지원' }) },
      'away',
      '매장 지원',
    ],
    [
      'in after-call work',
      { status: away('wrap-up', { until: at('14:31') }) },
      'after-call',
      '후처리 · 14:31까지',
    ],
  ] as const)('when %s', (_when, more, icon, text) => {
    const model = tray(more);
    expect([model.icon, model.tooltip]).toEqual([icon, `이음 · ${text}`]);
  });

  it('shows that a promise is overdue, but first whether calls come in', () => {
    const late = { overdue: 1, next: { ...KIM, dueAt: at('14:00') } };
    expect(tray(late).icon).toBe('overdue');
    expect(tray({ ...late, talking: true }).icon).toBe('in-call');
    expect(tray({ ...late, status: away('meeting') }).icon).toBe('away');
    expect(labels(tray(late).items)[1]).toBe('지난 약속 14:00 김민수 고객 회신');
    expect(labels(tray({ ...late, overdue: 3 }).items)[2]).toBe('지난 약속 3건 보기');
    expect(labels(tray({ ...late, overdue: 3, language: 'en' }).items)[2]).toBe(
      'Show 3 overdue promises',
    );
  });

  it.each([
    [at('09:00') + 86_400_000, '내일 09:00', 'tomorrow 09:00'],
    [at('09:00') + 6 * 86_400_000, '12월 3일 09:00', '3/12 09:00'],
  ])('names the day of a promise that is not of today', (dueAt, ko, en) => {
    const next = { ...KIM, dueAt };
    expect(labels(tray({ next }).items)[1]).toBe(`${ko} 김민수 고객 회신`);
    expect(labels(tray({ next, language: 'en' }).items)[1]).toBe(`${en} call back 김민수`);
  });

  it.each([
    ['without a name', { name: null }, '15:00 010-****-5678 고객 회신'],
    ['in its name', { name: '김 010 1234 5678' }, '15:00 김 010-****-5678 고객 회신'],
    ['of nothing that is seen', { name: '\u202e\u200b' }, '15:00 010-****-5678 고객 회신'],
    ['that never ends', { name: '가'.repeat(90) }, `15:00 ${'가'.repeat(23)}… 고객 회신`],
  ])('shows no whole number and no endless name: a customer %s', (_what, more, label) => {
    const model = tray({ next: { ...KIM, ...more } });
    expect(labels(model.items)[1]).toBe(label);
    expect(JSON.stringify(model)).not.toMatch(/1234.?5678/);
    expect(model.tooltip.length).toBeLessThanOrEqual(127);
  });
});

describe('changing the status in the tray', () => {
  it('offers each reason of the settings, under its name, but after-call work', () => {
    const own = { ...DEFAULT_REASONS[0]!, id: 'floor', name: '매장 지원' };
    const [group] = tray({ reasons: [own, ...DEFAULT_REASONS] }).items.filter(
      ({ kind }) => kind === 'group',
    );
    const names = group?.kind === 'group' ? labels(group.items) : [];
    expect(names.slice(0, 3)).toEqual(['매장 지원', '회의', '교육']);
    expect(names).not.toContain('후처리');
    expect(names).toHaveLength(DEFAULT_REASONS.length);
  });

  it('marks the one that is', () => {
    expect(choice(tray(), '전화 받기')).toMatchObject({ chosen: true, possible: true });
    const meeting = tray({ status: away('meeting') });
    expect(choice(meeting, '전화 받기')).toMatchObject({ chosen: false });
    expect(choice(meeting, '회의')).toMatchObject({
      ...{ chosen: true, action: { do: 'choose', to: { reasonId: 'meeting' } } },
    });
  });

  it('in a call is for afterwards, and marks what was chosen for then', () => {
    const model = tray({ talking: true, status: { ...span({}), reserved: MEETING } });
    expect(labels(model.items)).toContain('통화 후 자리 비움');
    expect(choice(model, '통화 후 전화 받기')).toMatchObject({ chosen: false });
    expect(choice(model, '회의')).toMatchObject({ chosen: true });
  });

  it('waits for the end of a protected break, and says until when', () => {
    const model = tray({ status: away('protected-break', { until: at('14:45') }) });
    expect(labels(model.items)).toContain('보호휴식은 14:45까지 이어집니다');
    expect(choice(model, '전화 받기')).toMatchObject({ possible: false });
    expect(choice(model, '회의')).toMatchObject({ possible: false });
  });
});

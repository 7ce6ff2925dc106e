import type { Page } from '@playwright/test';
import { DEFAULT_REASONS } from '#shared/domain/availability/reasons.ts';
import { query } from '../support/callLog.ts';
import { expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Customer } from './laboratory/index.ts';

/*
 * Who reaches an agent in a meeting: by the rules, through a real exchange.
 */

const COLLEAGUE = '1098';
const COLLEAGUE_HZ = 700;
const CUSTOMER_HZ = 440;

async function toMeeting({ page }: Desk): Promise<void> {
  await page.getByTestId('status').click();
  await page.getByTestId('reason-meeting').click();
  await expect(page.getByTestId('status')).toHaveAttribute('data-reason', 'meeting');
}

interface Treated {
  readonly treatment: string;
  readonly ruleId: string | null;
}
const treatedOf = ({ dataDir }: Desk): readonly Treated[] =>
  query<{ treated: string }>(
    dataDir,
    'SELECT treated FROM calls WHERE treated IS NOT NULL ORDER BY started_at',
  ).map(({ treated }) => JSON.parse(treated) as Treated);

const rings = (page: Page) => page.getByTestId('incoming-card');

async function givesUp(customer: Customer): Promise<void> {
  await customer.hangup();
  await customer.waitFor('closed');
}

const reasons = (treatment: 'greet' | 'forward' | 'busy') =>
  DEFAULT_REASONS.map((reason) =>
    reason.id === 'meeting' ? { ...reason, treatment, forwardTo: COLLEAGUE } : reason,
  );

test('a call that is sent on reaches the colleague, and both are heard', async ({
  lab,
  openDesk,
}) => {
  const desk = await openDesk({ policy: { awayReasons: reasons('forward') } });
  await toMeeting(desk);
  const colleague = await lab.customer({ number: COLLEAGUE, tone: COLLEAGUE_HZ });
  const customer = await lab.customer({ tone: CUSTOMER_HZ });
  await customer.call(desk.account.username);
  await colleague.waitFor('established');
  await customer.waitFor('established');
  const heard = (who: Customer, hz: number): boolean => who.hears(hz, 800);
  await expect.poll(() => heard(customer, COLLEAGUE_HZ)).toBe(true);
  await expect.poll(() => heard(colleague, CUSTOMER_HZ)).toBe(true);
  await givesUp(customer);
  expect(await desk.lastCall()).toMatchObject({ outcome: 'forwarded', answered_at: null });
  expect(treatedOf(desk)).toMatchObject([{ treatment: 'forward', ruleId: null }]);
  // A colleague has spoken to them: nobody is owed a call.
  expect(query(desk.dataDir, 'SELECT id FROM promises')).toEqual([]);
});

test('urgent callers and second calls reach the agent, others never ring', async ({
  lab,
  openDesk,
}) => {
  const urgent = await lab.customer({ number: '01055550001', tone: 0 });
  const desk = await openDesk({
    policy: {
      awayReasons: reasons('busy'),
      numberGroups: [{ id: 'vip', name: '긴급 고객', members: [{ exact: urgent.number }] }],
      callRules: [
        { id: 'vip', name: '긴급 고객은 바로', when: { group: 'vip' }, then: { do: 'ring' } },
        { id: 'again', name: '다시 건 전화', when: { repeatMinutes: 10 }, then: { do: 'ring' } },
      ],
    },
  });
  await toMeeting(desk);
  // Whatever rings at any moment is seen, also what is gone by the next look.
  await desk.page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const card of document.querySelectorAll('[data-testid=incoming-card]')) {
        const text = card.textContent;
        if (seen.at(-1) !== text) seen.push(text);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const seen = () => desk.page.evaluate(() => (window as unknown as { seen: string[] }).seen);

  const others: Customer[] = [];
  for (const number of ['01055550002', '01055550003', '01055550004']) {
    const other = await lab.customer({ number, tone: 0 });
    await other.call(desk.account.username);
    expect((await other.waitFor('closed')).param).toMatch(/^486/);
    others.push(other);
  }
  expect(await seen()).toEqual([]);

  await urgent.call(desk.account.username);
  await expect(rings(desk.page)).toBeVisible();
  await urgent.waitFor('ringing');
  await givesUp(urgent);
  await expect(rings(desk.page)).toBeHidden();

  const [again] = others;
  if (!again) throw new Error('nobody called');
  await again.call(desk.account.username);
  await expect(rings(desk.page)).toBeVisible();
  await givesUp(again);
  await desk.lastCall();
  await expect
    .poll(() => treatedOf(desk).map(({ treatment, ruleId }) => [treatment, ruleId]))
    .toEqual([
      ['busy', null],
      ['busy', null],
      ['busy', null],
      ['ring', 'vip'],
      ['ring', 'again'],
    ]);
});

import { startLaboratory } from './laboratory/index.ts';
import type { Laboratory } from './laboratory/index.ts';
import { pageHears } from '../support/ear.ts';
import { AGENT_HZ, expect, test as base } from './desk.ts';

const COLLEAGUE_HZ = 700;

/** The same laboratory, whose every challenge is one of SHA-256. */
const test = base.extend<object, { lab: Laboratory }>({
  lab: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const lab = await startLaboratory({ digestAlgorithm: 'SHA-256' });
      await use(lab);
      await lab.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

test('an exchange that asks with SHA-256 registers this phone and lets it call', async ({
  lab,
  openDesk,
}) => {
  const desk = await openDesk();
  const colleague = await openDesk({ microphoneHz: COLLEAGUE_HZ });
  const requests = await lab.proxy.requests();
  const registers = requests.filter(
    ({ method, from }) => method === 'REGISTER' && from.includes(desk.account.username),
  );
  expect(registers.map(({ authorized }) => authorized)).toEqual([false, true]);

  await desk.dial(colleague.account.username);
  await colleague.page.getByTestId('answer').click();
  await expect.poll(() => pageHears(desk.page, COLLEAGUE_HZ)).toBe(true);
  await expect.poll(() => pageHears(colleague.page, AGENT_HZ)).toBe(true);
  await desk.page.getByTestId('hang-up').click();
  expect(await desk.lastCall()).toMatchObject({ outcome: 'answered' });
});

test('a wrong password is a wrong password with SHA-256 too', async ({ openDesk }) => {
  const desk = await openDesk({ password: 'wrong', unregistered: true });
  const line = desk.page.getByTestId('line-state');
  await expect(line).toHaveAttribute('data-state', 'refused');
  await expect(line).toContainText('비밀번호');
});

import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { written } from '../host/textFacts.ts';
import { query } from '../support/callLog.ts';
import { startHost } from '../support/hostProcess.ts';
import { expect, test } from './fixtures.ts';

type Written = Parameters<typeof written>[0];

/** What an earlier run left in the folder: a text, and by what texts leave at any hour. */
async function left(dataDir: string, text: Written, gateways: readonly object[]): Promise<void> {
  const { host, connect } = startTestHost(dataDir);
  const { client } = connect();
  const missedTexts = { ...missedTextsSchema.parse({}), quiet: false };
  const patch = { line: 'practice', missedTexts, textGateways: gateways } as never;
  await client.call('settings.update', { patch });
  await client.call('outbox.append', { facts: [written({ at: Date.now(), ...text })] });
  await host.stop();
}

const facts = (dataDir: string): string[] =>
  query<{ type: string }>(dataDir, 'SELECT type FROM outbox_events ORDER BY seq').map(
    ({ type }) => type,
  );

test('a practice text is mended, leaves, and seen on its way until it has arrived', async ({
  page,
  dataDir,
}) => {
  await left(dataDir, { practice: true, body: '감사합니다 😀' }, []);
  const host = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('보낼 문자').click();
  await expect(page.getByTestId('outbox-lead')).toContainText('연결되어 있지 않습니다');
  await expect(page.getByTestId('outbox-lead')).toContainText('이 컴퓨터를 떠나지 않으며');
  const row = page.getByTestId('outbox-row');
  await expect(row).toContainText('보낼 수 없는 글자가 있습니다');
  await row.click();
  await page.getByTestId('text-edit').click();
  await page.getByTestId('text-body').fill('내일 오후 3시에 전화드리겠습니다.');
  await page.getByTestId('composer-send').press('Enter');
  await expect(page.getByTestId('text-state')).toHaveText('전송 중');
  await expect(page.getByTestId('text-state')).toHaveText('접수');
  await expect(page.getByTestId('text-state')).toHaveText('전달됨');
  expect(facts(dataDir)).toEqual([...['written', 'edited', 'sending', 'accepted', 'delivered']]);
  await host.stop();
});

test('with a gateway the screen says by what texts leave, and why one does not', async ({
  page,
  dataDir,
}) => {
  const dry = { kind: 'dry-run', id: 'dry', name: '시험 발송', from: '0215881234' };
  await left(dataDir, { body: '감사합니다 😀' }, [dry]);
  const host = await startHost({ dataDir });
  await page.goto(host.url);
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('보낼 문자').click();
  await expect(page.getByTestId('outbox-lead')).toContainText('문자를 보내는 곳: 시험 발송');
  await expect(page.getByTestId('outbox-row')).toContainText('보낼 수 없는 글자가 있습니다');
  await page.getByTestId('outbox-row').click();
  await page.getByTestId('text-edit').click();
  await page.getByTestId('text-body').fill('감사합니다.');
  await page.getByTestId('composer-send').click();
  await expect(page.getByTestId('text-state')).toHaveText(/접수|전달됨/);
  expect(facts(dataDir).slice(0, 4)).toEqual(['written', 'edited', 'sending', 'accepted']);
  await host.stop();
});

import { readFileSync } from 'node:fs';
import { supportBundleSchema } from '#shared/domain/support/supportBundle.ts';
import { expect, test } from './desk.ts';

const NUMBER = '01029384756';

test('one click saves what support needs, and nobody can be recognised by it', async ({
  lab,
  desk,
}) => {
  const { page } = desk;
  const customer = await lab.customer({ number: NUMBER, displayName: '남궁은하' });
  await customer.call(desk.account.username);
  await page.getByTestId('answer').click();
  await customer.waitFor('established');
  // There from the first second that was measured.
  await expect(page.getByTestId('quality-toggle')).toBeVisible();
  await page.getByTestId('hang-up').click();
  await customer.waitFor('closed');
  await expect.poll(() => desk.calls().at(-1)?.ended_at ?? null).not.toBeNull();

  await page.getByTestId('nav-settings').click();
  const saving = page.waitForEvent('download');
  await page.getByTestId('save-support').click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^ieum-support-\d{8}-\d{4}\.json$/);
  const text = readFileSync(await download.path(), 'utf8');

  const bundle = supportBundleSchema.parse(JSON.parse(text));
  const frames = bundle.trace.map(
    ({ direction, frame }) => `${direction} ${frame.split('\r\n')[0]}`,
  );
  expect(frames.filter((line) => line.startsWith('out REGISTER'))).not.toEqual([]);
  expect(frames).toContainEqual(expect.stringMatching(/^in INVITE /));
  expect(frames).toContainEqual(expect.stringMatching(/^out BYE /));
  expect(bundle.line.map(({ state }) => state)).toContain('registered');
  expect(bundle.calls).toHaveLength(1);
  expect(bundle.calls[0]?.quality).not.toBeNull();
  expect(bundle.host.log.length).toBeGreaterThan(0);

  for (const secret of [
    desk.account.password,
    NUMBER,
    '29384756',
    '남궁은하',
    'response=',
    'ice-pwd:a',
  ]) {
    expect(text).not.toContain(secret);
  }
  // Neither a digest nor a key of the sound is left.
  expect(text).not.toMatch(/(?:^|\\r\\n)(?:Proxy-)?Authorization: (?!\(removed\))/i);
  expect(text).not.toMatch(/a=(?:ice-pwd|ice-ufrag|crypto):(?!\(removed\))/);
});

import type { Locator, Page } from '@playwright/test';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtPicture } from '#shared/domain/outbox/picture.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import { startHost as startTestHost } from '../host/support.ts';
import { written } from '../host/textFacts.ts';
import { query } from '../support/callLog.ts';
import { startLocalGateway } from '../support/gateways/localGateway.ts';
import { sensServer } from '../support/gateways/sensServer.ts';
import { startHost } from '../support/hostProcess.ts';
import { jpeg } from '../support/pictures.ts';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

test.setTimeout(120_000);
test.use({ viewport: { width: 1_440, height: 900 } });

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
  /** Of what no format makes much smaller. */
  readonly noise?: boolean;
}

/** A real picture, drawn by the browser. */
async function draw(page: Page, drawn: Drawn): Promise<Buffer> {
  const text = await page.evaluate(async ({ width, height, type, noise }) => {
    const canvas = new OffscreenCanvas(width, height);
    const paper = canvas.getContext('2d');
    if (!paper) throw new Error('no canvas');
    paper.fillStyle = '#2a6f97';
    paper.fillRect(0, 0, width, height);
    if (noise === true) {
      const dots = paper.createImageData(width, height);
      let seed = 1;
      for (let at = 0; at < dots.data.length; at += 1) {
        // Xorshift, 32 bits.
        seed ^= seed << 13;
        seed ^= seed >>> 17;
        seed ^= seed << 5;
        dots.data[at] = at % 4 === 3 ? 255 : seed & 0xff;
      }
      paper.putImageData(dots, 0, 0);
    }
    const blob = await canvas.convertToBlob({ type, quality: 0.9 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let letters = '';
    for (let at = 0; at < bytes.length; at += 8_192) {
      letters += String.fromCharCode(...bytes.subarray(at, at + 8_192));
    }
    return btoa(letters);
  }, drawn);
  return Buffer.from(text, 'base64');
}

async function openComposer(page: Page): Promise<Locator> {
  await page.getByTestId('nav-practice').click();
  await page.getByTestId('practice-call-late-delivery').click();
  await page.getByTestId('answer').click();
  await expect(page.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
  await page.keyboard.press('F9');
  await page.getByTestId('write-text').click();
  const composer = page.getByTestId('composer');
  await expect(composer.getByTestId('picture-add')).toBeVisible();
  return composer;
}

const choose = (composer: Locator, name: string, buffer: Buffer, mimeType = 'image/jpeg') =>
  composer.getByTestId('picture-file').setInputFiles({ name, mimeType, buffer });

const thumbs = (within: Locator | Page): Locator => within.getByTestId('picture-thumb');

test('a picture is attached, counted as MMS, taken off, dropped and pasted, and shown where its text is', async ({
  practice: page,
  dataDir,
}) => {
  const composer = await openComposer(page);
  const small = await draw(page, { width: 600, height: 400, type: 'image/jpeg' });
  await expect(composer.getByTestId('composer-form')).toContainText('단문(SMS)');
  await choose(composer, '약도.jpg', small);
  await expect(thumbs(composer)).toHaveAttribute('alt', '사진 1: 약도.jpg');
  await expect
    .poll(() => thumbs(composer).evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(600);
  await expect(composer.getByTestId('composer-form')).toContainText(
    '사진 문자(MMS) · 가장 비쌉니다',
  );
  expect.soft(await seriousProblems(page), 'with a picture').toEqual([]);
  await composer.getByTestId('picture-remove').click();
  await expect(thumbs(composer)).toHaveCount(0);
  await expect(composer.getByTestId('composer-form')).toContainText('단문(SMS)');

  // Dropped anywhere in the window, and pasted.
  const other = await draw(page, { width: 300, height: 200, type: 'image/jpeg' });
  for (const [how, bytes] of [
    ['drop', small],
    ['paste', other],
  ] as const) {
    await page.evaluate(
      ([what, text]) => {
        const data = new DataTransfer();
        const raw = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        data.items.add(new File([raw], 'picture.jpg', { type: 'image/jpeg' }));
        const about = { bubbles: true, cancelable: true };
        document.body.dispatchEvent(
          what === 'drop'
            ? new DragEvent('drop', { ...about, dataTransfer: data })
            : new ClipboardEvent('paste', { ...about, clipboardData: data }),
        );
      },
      [how, bytes.toString('base64')] as const,
    );
    await expect(thumbs(composer)).toHaveCount(how === 'drop' ? 1 : 2);
  }

  // What is being written outlives the page, with its pictures.
  await page.reload();
  await expect(thumbs(composer)).toHaveCount(2);
  await composer.getByTestId('composer-send').click();
  await expect(composer).toBeHidden();
  await page.getByTestId('nav-messages').click();
  await page.getByTestId('messages-part').getByText('보낼 문자').click();
  await page.getByTestId('outbox-groups').getByText('마침').click();
  await page.getByTestId('outbox-row').click();
  const detail = page.getByTestId('outbox-detail');
  await expect(thumbs(detail)).toHaveCount(2);
  const [stored] = query<{ body: string }>(
    dataDir,
    "SELECT body FROM outbox_events WHERE type = 'written'",
  );
  expect(JSON.parse(stored?.body ?? '')).toMatchObject({
    content: { attachments: [{ size: small.length }, { size: other.length }] },
  });
});

test('a picture that is too large is made smaller, and loses the notes of the camera', async ({
  practice: page,
  dataDir,
}) => {
  const composer = await openComposer(page);
  const large = await draw(page, { width: 2_000, height: 1_600, type: 'image/png', noise: true });
  expect(large.length).toBeGreaterThan(3_000_000);
  await choose(composer, '영수증.png', large, 'image/png');
  const offer = composer.getByTestId('picture-offer');
  await expect(offer).toContainText('PNG 파일은 보낼 수 없습니다');
  await expect(offer).toContainText('2000×1600 화소입니다. 1500×1440까지');
  await expect(offer).toContainText('찍은 장소와 기기 정보는 함께 지워집니다');
  expect.soft(await seriousProblems(page), 'with an offer').toEqual([]);
  await offer.getByTestId('picture-shrink').click();
  await expect(thumbs(composer)).toHaveCount(1);
  await expect(offer).toHaveCount(0);

  // Right in every other way: the notes of a camera alone.
  const plain = await draw(page, { width: 400, height: 300, type: 'image/jpeg' });
  const exif = Buffer.from([0xff, 0xe1, 0, 10, 0x45, 0x78, 0x69, 0x66, 0, 0, 0, 0]);
  const noted = Buffer.concat([plain.subarray(0, 2), exif, plain.subarray(2)]);
  await choose(composer, '현관.jpg', noted);
  await expect(offer).toContainText('찍은 장소까지 파일에 적혀 있습니다');
  await offer.getByTestId('picture-shrink').click();
  await expect(thumbs(composer)).toHaveCount(2);

  const kept = query<{ sha256: string }>(dataDir, 'SELECT sha256 FROM pictures');
  expect(kept).toHaveLength(2);
  for (const { sha256 } of kept) {
    const bytes = readFileSync(join(dataDir, 'pictures', sha256));
    expect(bytes.length).toBeLessThanOrEqual(300_000);
    const looked = lookAtPicture(bytes);
    expect(looked).toMatchObject({ type: 'image/jpeg', noted: false });
    expect(looked?.width).toBeLessThanOrEqual(1_500);
    expect(looked?.height).toBeLessThanOrEqual(1_440);
  }
});

test('what is no picture is refused whatever its name says, and so is a fourth one', async ({
  practice: page,
}) => {
  const composer = await openComposer(page);
  const refused = composer.getByTestId('picture-refused');
  await choose(composer, '문서.jpg', Buffer.from('이것은 사진이 아니라 글입니다.'));
  await expect(refused).toContainText('문서.jpg: 사진 파일이 아닙니다');
  // Begins as a picture does, and is none.
  await choose(composer, '깨진.jpg', jpeg({ width: 9_000, height: 10 }));
  await composer.getByTestId('picture-shrink').click();
  await expect(refused).toContainText('줄이지 못했습니다');
  await expect(thumbs(composer)).toHaveCount(0);
  await expect(composer.getByTestId('composer-form')).toContainText('단문(SMS)');

  const files = [];
  for (const width of [100, 200, 300, 400]) {
    const buffer = await draw(page, { width, height: 80, type: 'image/jpeg' });
    files.push({ name: `${width}.jpg`, mimeType: 'image/jpeg', buffer });
  }
  await composer.getByTestId('picture-file').setInputFiles(files);
  await expect(thumbs(composer)).toHaveCount(3);
  await expect(refused).toHaveText(['400.jpg: 사진은 3장까지 붙일 수 있습니다.']);
  await expect(composer.getByTestId('picture-add')).toBeDisabled();
  expect.soft(await seriousProblems(page), 'with what was refused').toEqual([]);
});

test('an MMS arrives at its gateway with the very bytes; one whose picture is gone is held and says so', async ({
  page,
  dataDir,
}) => {
  const gateway = await startLocalGateway(sensServer, Date.now());
  // What an earlier run left: two texts with a picture each, and a gateway without its secret.
  const { host: earlier, connect } = startTestHost(dataDir);
  const { client } = connect();
  const settings = sensServer.settings(gateway.url);
  const missedTexts = { ...missedTextsSchema.parse({}), quiet: false };
  await client.call('settings.update', {
    patch: { line: 'practice', missedTexts, textGateways: [settings] },
  });
  const pictures = [
    await draw(page, { width: 800, height: 600, type: 'image/jpeg' }),
    await draw(page, { width: 600, height: 800, type: 'image/jpeg' }),
  ];
  for (const [mark, body] of [
    [1, '약도를 보내드립니다.'],
    [2, '영수증을 보내드립니다.'],
  ] as const) {
    const bytes = pictures[mark - 1]?.toString('base64') ?? '';
    const { sha256, type, size } = await client.call('pictures.put', { bytes });
    const to = { e164: `+82105555000${mark}`, dialled: `0105555000${mark}` };
    const text = written({ ...to, at: Date.now() + mark, body });
    const attachments = [{ fileName: '사진.jpg', type, size, sha256 }];
    const content = { ...text.content, attachments };
    await client.call('outbox.append', { facts: [{ ...text, content }] });
    if (mark === 2) rmSync(join(dataDir, 'pictures', sha256));
  }
  await earlier.stop();

  const host = await startHost({ dataDir });
  try {
    await page.goto(host.url);
    await page.getByTestId('nav-settings').click();
    const section = page.getByTestId('text-gateways');
    await section.locator('[data-do="edit"]').click();
    await section.getByTestId('gateway-secretKey').fill(sensServer.secret.value);
    await section.getByTestId('gateway-save').click();
    await expect(section.getByTestId('gateway-state')).toHaveText('보낼 수 있음');
    await page.getByTestId('nav-messages').click();
    await page.getByTestId('messages-part').getByText('보낼 문자').click();
    await expect
      .poll(() => gateway.state.taken)
      .toMatchObject([
        { form: 'mms', to: '01055550001', body: '약도를 보내드립니다.', pictures: 1 },
      ]);
    expect(gateway.state.pictures).toEqual([pictures[0]]);
    const row = page.getByTestId('outbox-row').filter({ hasText: '영수증을' });
    await expect(row).toContainText('붙인 사진을 찾지 못했습니다');
    await row.click();
    const gone = page.getByTestId('outbox-detail').getByTestId('picture-gone');
    await expect(gone).toContainText('사진 파일이 없습니다');

    // Brought again, it leaves.
    await page.getByTestId('text-edit').click();
    const composer = page.getByTestId('composer');
    await composer.getByTestId('picture-remove').click();
    await choose(composer, '영수증.jpg', pictures[1] ?? Buffer.alloc(0));
    await expect(thumbs(composer)).toHaveCount(1);
    await composer.getByTestId('composer-send').click();
    await expect.poll(() => gateway.state.taken.length).toBe(2);
    expect(gateway.state.pictures).toEqual(pictures);
  } finally {
    await host.stop();
    await gateway.stop();
  }
});

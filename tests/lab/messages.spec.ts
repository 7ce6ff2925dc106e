import { storedMessages } from '../support/messageLog.ts';
import { expect, test } from './desk.ts';

test('messages go both ways by a real exchange, exactly as they were written', async ({
  lab,
  desk,
  openDesk,
}) => {
  const customer = await lab.customer({ writesTo: desk.account.uri });
  const question = '안녕하세요, 어제 주문한 똠양꿍은 언제 오나요? 👨‍👩‍👧 50% “확인” <b>';
  const answer = '네, 내일 오전 10시까지 도착합니다. 감사합니다 🙂';

  await customer.message(question);
  await expect(desk.page.getByTestId('unread-badge')).toContainText('1');
  expect(storedMessages(desk.dataDir)).toMatchObject([
    { body: question, direction: 'inbound', dialled: customer.number, name: /고객/ },
  ]);

  await desk.page.getByTestId('nav-messages').click();
  await desk.page.getByTestId('thread-row').click();
  await desk.page.getByTestId('message-input').fill(answer);
  await desk.page.keyboard.press('Enter');
  const sent = desk.page.getByTestId('message').nth(1);
  await expect(sent).toHaveAttribute('data-state', 'delivered');

  // What arrives is what was written: seen at another desk, since baresip shows a text to nobody.
  const colleague = await openDesk();
  await desk.page.getByTestId('message-new').click();
  await desk.page.getByTestId('message-to').fill(colleague.account.username);
  await desk.page.getByTestId('message-begin').click();
  await desk.page.getByTestId('message-input').fill(answer);
  await desk.page.keyboard.press('Enter');
  await expect
    .poll(() => storedMessages(colleague.dataDir))
    .toMatchObject([{ body: answer, direction: 'inbound' }]);

  // By digest, with one challenge.
  const requests = await lab.proxy.requests();
  const ours = requests.filter(
    ({ method, from }) => method === 'MESSAGE' && from.includes(desk.account.username),
  );
  expect(ours.map(({ authorized }) => authorized)).toEqual([false, true, false, true]);
});

test('a number that is not there and a person who is away are told apart', async ({
  lab,
  desk,
}) => {
  await lab.addAccount('2999');
  const { page } = desk;
  for (const [number, words] of [
    ['2998', '없는 번호'],
    ['2999', '지금 문자를 받을 수 없습니다'],
  ] as const) {
    await page.getByTestId('nav-messages').click();
    await page.getByTestId('message-new').click();
    await page.getByTestId('message-to').fill(number);
    await page.keyboard.press('Enter');
    await page.getByTestId('message-input').fill('안녕하세요');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('message')).toContainText(words);
  }
});

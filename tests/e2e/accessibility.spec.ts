import { fileURLToPath } from 'node:url';
import { seriousProblems } from '../support/seriousProblems.ts';
import { expect, test } from './fixtures.ts';

// Colours differ by theme and names by language: each of them once is enough.
for (const [theme, language] of [
  ['light', 'ko'],
  ['dark', 'en'],
] as const) {
  test(`every screen in ${theme}, ${language}: no serious or critical problem`, async ({ app }) => {
    // Each of some thirty states is measured whole.
    test.setTimeout(240_000);
    await app
      .getByTestId('language')
      .getByText(language === 'ko' ? '한국어' : 'English')
      .click();
    await app
      .getByTestId('theme')
      .getByText(theme === 'light' ? /밝게|Light/ : /어둡게|Dark/)
      .click();
    await expect(app.locator('html')).toHaveAttribute('lang', language);
    await expect(app.locator('html')).toHaveAttribute('data-theme', theme);
    expect.soft(await seriousProblems(app), 'two doors').toEqual([]);

    await app.getByTestId('door-account').click();
    await app.getByTestId('account-uri').fill('1001@');
    await app.getByTestId('account-more').click();
    await app.getByTestId('account-connect').click();
    await expect(app.getByTestId('account-uri-error')).toBeVisible();
    expect.soft(await seriousProblems(app), 'account form with errors').toEqual([]);
    await app.getByRole('button', { name: /처음으로|Back to the start/ }).click();

    await app.getByTestId('door-practice').click();
    await expect(app.getByTestId('line-state')).toHaveAttribute('data-state', 'registered');
    expect.soft(await seriousProblems(app), 'practice').toEqual([]);

    await app.getByTestId('nav-phone').click();
    expect.soft(await seriousProblems(app), 'phone, empty').toEqual([]);
    await app.getByTestId('nav-promises').click();
    await expect(app.getByTestId('promises-empty')).toBeVisible();
    expect.soft(await seriousProblems(app), 'promises, empty').toEqual([]);
    await app.getByTestId('nav-history').click();
    expect.soft(await seriousProblems(app), 'history, empty').toEqual([]);

    await app.getByTestId('nav-messages').click();
    await expect(app.getByTestId('message-new')).toBeVisible();
    expect.soft(await seriousProblems(app), 'messages, empty').toEqual([]);
    await app.getByTestId('message-new').click();
    await app.getByTestId('message-begin').click();
    expect.soft(await seriousProblems(app), 'a new message without a number').toEqual([]);
    for (const number of ['010-0000-1001', '010-9999-9999']) {
      if (number !== '010-0000-1001') await app.getByTestId('message-new').click();
      await app.getByTestId('message-to').fill(number);
      await app.getByTestId('message-begin').click();
      await app.getByTestId('message-input').fill('안녕하세요');
      await app.getByTestId('message-send').click();
      await expect(app.getByTestId('message').first()).not.toHaveAttribute(
        'data-state',
        /queued|sending/,
      );
    }
    await app.getByTestId('message-input').fill('가'.repeat(500));
    await expect(app.getByTestId('unread-badge')).toBeVisible();
    expect.soft(await seriousProblems(app), 'messages, unread, failed, too long').toEqual([]);

    await app.getByTestId('nav-practice').click();
    await app.getByTestId('practice-call-late-delivery').click();
    await expect(app.getByTestId('incoming-card')).toBeVisible();
    expect.soft(await seriousProblems(app), 'ringing').toEqual([]);
    await app.getByTestId('answer').click();
    await expect(app.getByTestId('call-bar')).toHaveAttribute('data-phase', 'active');
    await expect(app.getByTestId('caption').first()).toBeVisible();
    await app.getByTestId('keypad-open').click();
    await app.getByTestId('mute').click();
    expect.soft(await seriousProblems(app), 'in call, muted, with keypad').toEqual([]);
    await app.getByTestId('quality-toggle').click();
    await app.getByTestId('transfer-open').click();
    expect.soft(await seriousProblems(app), 'in call, with its quality, handing over').toEqual([]);
    await app.getByTestId('hold').click();
    await expect(app.getByTestId('call-bar')).toHaveAttribute('data-phase', 'held');
    expect.soft(await seriousProblems(app), 'on hold').toEqual([]);
    await app.getByTestId('hang-up').click();
    await expect(app.getByTestId('ended-line')).toBeVisible();
    expect.soft(await seriousProblems(app), 'ended').toEqual([]);

    await app.getByTestId('nav-history').click();
    await app.getByTestId('history-row').first().click();
    await expect(app.getByTestId('note-input').first()).toBeVisible();
    expect.soft(await seriousProblems(app), 'history with a call open').toEqual([]);
    await app.getByTestId('nav-contacts').click();
    await expect(app.getByTestId('contact-new')).toBeVisible();
    expect.soft(await seriousProblems(app), 'contacts, empty').toEqual([]);
    await app.getByTestId('contacts-import').click();
    await expect(app.getByTestId('import-choose')).toBeVisible();
    expect.soft(await seriousProblems(app), 'import').toEqual([]);
    await app
      .getByTestId('import-file')
      .setInputFiles(
        fileURLToPath(new URL('../fixtures/contacts/excel-cp949.csv', import.meta.url)),
      );
    await expect(app.getByTestId('import-added')).toBeVisible();
    await app.getByTestId('import-mapping').click();
    expect.soft(await seriousProblems(app), 'import, preview').toEqual([]);
    await app.getByTestId('import-commit').click();
    await app.getByTestId('import-close').click();
    await app.getByTestId('contact-row').first().click();
    await expect(app.getByTestId('contact-detail')).toBeVisible();
    expect.soft(await seriousProblems(app), 'contacts with one open').toEqual([]);
    await app.getByTestId('contact-edit').click();
    await expect(app.getByTestId('contact-form')).toBeVisible();
    expect.soft(await seriousProblems(app), 'contact form').toEqual([]);
    await app.getByTestId('nav-phone').click();
    await app.getByTestId('dial-input').fill('010-1234');
    await expect(app.getByTestId('number-suggestion')).toBeVisible();
    expect.soft(await seriousProblems(app), 'phone with suggestions').toEqual([]);
    await app.getByTestId('dial-input').fill('');
    await app.getByTestId('speed-dial-arrange').click();
    await app.getByTestId('speed-dial-1').click();
    await expect(app.getByTestId('speed-dial-number')).toBeVisible();
    expect.soft(await seriousProblems(app), 'speed dial').toEqual([]);
    await app.keyboard.press('Escape');
    await app.getByTestId('nav-settings').click();
    expect.soft(await seriousProblems(app), 'settings').toEqual([]);
    await app.getByTestId('reason-new').click();
    await app.getByTestId('reason-save').click();
    await app.getByTestId('rule-new').click();
    for (const condition of await app.getByTestId('rule-form').getByRole('checkbox').all()) {
      await condition.check();
    }
    await app.getByTestId('rule-save').click();
    await app.getByTestId('test-number').fill('010-1234-5678');
    await expect(app.getByTestId('test-answer')).toBeVisible();
    expect.soft(await seriousProblems(app), 'settings, with a rule and a reason open').toEqual([]);
    // Where nothing is typed.
    await app.getByTestId('nav-phone').focus();
    await app.keyboard.press('?');
    await expect(app.getByRole('dialog')).toBeVisible();
    expect.soft(await seriousProblems(app), 'keys').toEqual([]);
  });
}

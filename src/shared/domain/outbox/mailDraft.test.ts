import { expect, it } from 'vitest';
import { decideExternal, DEFAULT_EXTERNAL_POLICY } from '../url/urlGate.ts';
import { mailDraft } from './mailDraft.ts';

it('has the words of the text, and nothing that would be a field of its own', () => {
  const url = mailDraft('내일 10시에 뵙겠습니다.\n&attach=/etc/passwd', '안내');
  const { searchParams } = new URL(url);
  expect(searchParams.get('body')).toBe('내일 10시에 뵙겠습니다.\n&attach=/etc/passwd');
  expect(searchParams.get('subject')).toBe('안내');
  expect(decideExternal(url, DEFAULT_EXTERNAL_POLICY).open).toBe(true);
});

it('passes the gate however long the text is, and cuts no character', () => {
  const url = mailDraft('가나다😀'.repeat(500), '안내');
  expect(decideExternal(url, DEFAULT_EXTERNAL_POLICY).open).toBe(true);
  expect(new URL(url).searchParams.get('body')).toMatch(/^(?:가나다😀)+/);
});

it('is to the address of the customer where there is one, and to nobody else by it', () => {
  const url = mailDraft('안녕하십니까', '안내', 'kim@example.com?bcc=eve@example.com');
  const { pathname, searchParams } = new URL(url);
  expect(decodeURIComponent(pathname)).toBe('kim@example.com?bcc=eve@example.com');
  expect([...searchParams.keys()]).toEqual(['subject', 'body']);
  expect(new URL(mailDraft('', '', 'kim@example.com')).pathname).toBe('kim@example.com');
});

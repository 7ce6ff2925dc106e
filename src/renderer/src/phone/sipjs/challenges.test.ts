import { describe, expect, test } from 'vitest';
import { putAnswerableFirst } from './challenges.ts';

const asks = (realm: string, algorithm?: string): { raw: string } => ({
  raw: `Digest realm="${realm}", nonce="n"${algorithm === undefined ? '' : `, algorithm=${algorithm}`}`,
});
const HOME = 'pbx.example.com';

describe('an answer that asks several times', () => {
  test('is met by the topmost that can be answered', () => {
    const headers = {
      'WWW-Authenticate': [
        asks(HOME, 'SHA-256-sess'),
        asks('bank.example', 'SHA-256'),
        asks(HOME, 'SHA-512-256'),
        asks(HOME, 'MD5'),
      ],
    };
    putAnswerableFirst(headers, HOME);
    expect(headers['WWW-Authenticate']).toEqual([
      asks(HOME, 'SHA-512-256'),
      asks(HOME, 'SHA-256-sess'),
      asks('bank.example', 'SHA-256'),
      asks(HOME, 'MD5'),
    ]);
  });

  test('is met likewise where a proxy asks', () => {
    const headers = { 'Proxy-Authenticate': [asks('other'), asks(HOME)] };
    putAnswerableFirst(headers, HOME);
    expect(headers['Proxy-Authenticate'][0]).toEqual(asks(HOME));
  });

  test('stays as it is where none can be answered, or the first can', () => {
    const none = { 'WWW-Authenticate': [asks('a'), asks('b')] };
    putAnswerableFirst(none, HOME);
    expect(none['WWW-Authenticate']).toEqual([asks('a'), asks('b')]);
    const first = { 'WWW-Authenticate': [asks(HOME, 'SHA-256'), asks(HOME)] };
    putAnswerableFirst(first, HOME);
    expect(first['WWW-Authenticate']).toEqual([asks(HOME, 'SHA-256'), asks(HOME)]);
  });

  test.each(['', 'Basic realm="x"', 'Digest', 'Digest realm="', '\u0000'])(
    'is not upset by %j',
    (raw) => {
      const headers = { 'WWW-Authenticate': [{ raw }, asks(HOME)] };
      putAnswerableFirst(headers, HOME);
      expect(headers['WWW-Authenticate'][0]).toEqual(asks(HOME));
    },
  );
});

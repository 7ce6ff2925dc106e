import { describe, expect, it } from 'vitest';
import { parseMessageSummary } from './messageSummary.ts';

const read = (...lines: string[]) => parseMessageSummary(lines.join('\r\n'), 'pbx.example');

describe('parseMessageSummary', () => {
  it('reads the example of RFC 3842', () => {
    expect(
      read(
        'Messages-Waiting: yes',
        'Message-Account: sip:*97@pbx.example',
        'Voice-Message: 2/8 (1/2)',
      ),
    ).toEqual({ waiting: true, fresh: 2, urgent: 1, account: '*97' });
  });

  it.each([
    [['Messages-Waiting: no'], { waiting: false, fresh: null, urgent: 0 }],
    [['messages-waiting:YES', 'voice-message: 3/0'], { waiting: true, fresh: 3, urgent: 0 }],
    [['Messages-Waiting: yes', 'Voice-Message: -1/x'], { waiting: true, fresh: null, urgent: 0 }],
    [['Messages-Waiting: yes', 'Voice-Message: 99999999999/0'], { waiting: true, fresh: null }],
    // What is said first counts.
    [['Messages-Waiting: no', 'Messages-Waiting: yes'], { waiting: false }],
  ])('reads %j', (lines, summary) => {
    expect(read(...lines)).toMatchObject(summary);
  });

  it.each([[['']], [['Voice-Message: 1/0']], [['Messages-Waiting: maybe']], [['<xml/>']]])(
    'is nothing for %j',
    (lines) => {
      expect(read(...lines)).toBeNull();
    },
  );

  it.each([
    ['sip:*97@pbx.example', '*97'],
    ['<sip:vm@PBX.example;user=phone>', 'vm'],
    ['sip:%2397@pbx.example:5060', '#97'],
    ['sip:0609001234@evil.invalid', null],
    ['tel:0609001234', null],
    ['javascript:alert(1)', null],
    ['sip:a%0Ab@pbx.example', null],
    [`sip:${'1'.repeat(80)}@pbx.example`, null],
    ['sip:pbx.example', null],
  ])('calls %s as %j', (address, account) => {
    expect(read('Messages-Waiting: yes', `Message-Account: ${address}`)?.account).toBe(account);
  });

  it('is done quickly with whatever comes', () => {
    const began = performance.now();
    for (const text of ['a:'.repeat(1e6), ' '.repeat(1e6), 'Voice-Message:'.padEnd(1e6)]) {
      expect(parseMessageSummary(text, 'x')).toBeNull();
    }
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

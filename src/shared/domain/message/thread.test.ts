import { describe, expect, it } from 'vitest';
import { addressOfWritten, bareAddress, targetOf, threadOf, threadOfWritten } from './thread.ts';

describe('the conversation a message belongs to', () => {
  it.each([
    ['010-9876-5432'],
    ['01098765432'],
    ['+82 10-9876-5432'],
    ['0082 10 9876 5432'],
    ['821098765432'],
    ['０１０－９８７６－５４３２'],
  ])('is the number, however it is written: %s', (written) => {
    expect(threadOfWritten(written, 'pbx.example.kr')).toBe('+821098765432');
  });

  it.each([
    ['sip:1001@pbx.example.kr', 'sip:1001@pbx.example.kr'],
    ['sips:1001@PBX.example.KR;transport=ws?Subject=x', 'sip:1001@pbx.example.kr'],
    ['sip:1001:secret@pbx.example.kr', 'sip:1001@pbx.example.kr'],
    ['sip:kim;phone-context=x@pbx.example.kr:5070', 'sip:kim@pbx.example.kr:5070'],
    ['sip:%EA%B9%80@pbx.example.kr', 'sip:김@pbx.example.kr'],
    ['sip:50%@pbx.example.kr', 'sip:50%@pbx.example.kr'],
    ['sip:a@b@evil.invalid', 'sip:a@b@evil.invalid'],
    ['tel:1234;phone-context=pbx.example.kr', 'tel:1234'],
    ['SIP:pbx.example.kr', 'sip:pbx.example.kr'],
    ['nonsense', 'nonsense'],
    ['', ''],
  ])('is the bare address where there is no number: %s', (address, bare) => {
    expect(threadOf({ e164: null, address })).toBe(bare);
    expect(bareAddress(bareAddress(address))).toBe(bareAddress(address));
  });

  it('does a bounded amount of work', () => {
    expect(bareAddress(`sip:${'x'.repeat(5_000_000)}`).length).toBeLessThan(1_100);
  });
});

describe('the address of what an agent writes', () => {
  it.each([
    ['1001', 'sip:1001@pbx.example.kr'],
    ['010-1234-5678', 'sip:01012345678@pbx.example.kr'],
    ['sip:1001', 'sip:1001@pbx.example.kr'],
    ['sip:1001@other.example', 'sip:1001@other.example'],
    ['tel:+82-2-123-4567', 'tel:+82-2-123-4567'],
    ['kim.lee', 'sip:kim.lee@pbx.example.kr'],
  ])('%s', (written, address) => {
    expect(addressOfWritten(written, 'pbx.example.kr')).toBe(address);
  });
});

describe('where an answer goes', () => {
  it.each([
    ['sip:01012345678@trunk.example', '01012345678', '+821012345678', '01012345678'],
    ['sip:+821012345678@trunk.example', '+821012345678', '+821012345678', '+821012345678'],
    ['tel:+82-10-1234-5678', '+82-10-1234-5678', '+821012345678', '+821012345678'],
    ['sip:x@trunk.example', '김철수', '+821012345678', '+821012345678'],
    ['sip:1001@other.example;transport=tcp', '1001', null, 'sip:1001@other.example'],
    ['sip:%EA%B9%80@other.example', '김', null, 'sip:%EA%B9%80@other.example'],
  ])('to %s', (address, dialled, e164, target) => {
    expect(targetOf({ address, dialled, e164 })).toBe(target);
  });
});

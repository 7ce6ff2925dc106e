import { describe, expect, it } from 'vitest';
import { fillTemplate, tokensIn } from './template.ts';
import { templateFault, templateFaults } from './templateFaults.ts';

const filled = { company: '한빛', reason: '회의 중', window: '11/26(목) 15:00~17:00' };

describe('a template', () => {
  it('is filled in either language', () => {
    expect(fillTemplate('[{회사}] {사유}입니다.', filled)).toBe('[한빛] 회의 중입니다.');
    expect(fillTemplate('{Company}: {window}', filled)).toBe('한빛: 11/26(목) 15:00~17:00');
  });

  it.each([
    ['<[{회사}] >안녕하세요.', '안녕하세요.'],
    ['안녕하세요. {약속}에 전화드리겠습니다. 감사합니다.', '안녕하세요. 감사합니다.'],
    ['안녕하세요.\n급한 문의: {대체}\n감사합니다.', '안녕하세요.\n감사합니다.'],
    ['02-1.5 버전, {대체}? 네', '네'],
    ['안녕하세요. 급한 문의: {대체}', '안녕하세요.'],
  ])('%s leaves no hole where nothing is known', (template, text) => {
    expect(fillTemplate(template, {})).toBe(text);
  });

  it('holds only what can be sent, whatever was typed into a field', () => {
    expect(fillTemplate('문의: {대체}', { alternate: ' 김상담 😀\n02–123 ' })).toBe(
      '문의: 김상담 02-123',
    );
  });

  it('does not read a value as a template', () => {
    expect(fillTemplate('안녕. {회사}', { company: '{약속}<a>' })).toBe('안녕. {약속}<a>');
  });

  it.each([
    ['{회사명} 안녕하세요.', 'token'],
    ['<{회사} 안녕하세요.', 'bracket'],
    ['<<{회사}> 안녕>하세요.', 'bracket'],
    ['{회사 안녕하세요.', 'bracket'],
    ['안녕하세요 😀', 'characters'],
    ['{약속}에 전화드리겠습니다.', 'hollow'],
    ['<[{회사}] >전화를 받지 못했습니다.', null],
  ])('%s is told to be wrong: %s', (template, fault) =>
    expect(templateFault(template)).toBe(fault),
  );

  it('says each line of a value where the token ends its line, and all of them in a sentence', () => {
    const agreed = ['내일 보냄', '무료'];
    expect(fillTemplate('안내:\n- {합의}\n끝', { agreed })).toBe('안내:\n- 내일 보냄\n- 무료\n끝');
    expect(fillTemplate('확인: {합의}입니다.', { agreed })).toBe('확인: 내일 보냄, 무료입니다.');
    expect(fillTemplate('- {합의}', { agreed: ['하나'] })).toBe('- 하나');
    expect(fillTemplate('안녕.\n- {합의}', { agreed: [' '] })).toBe('안녕.');
  });

  it('tells which tokens it has, and every place that is wrong', () => {
    expect(tokensIn('{약속} {company} {회사} {?}')).toEqual(['window', 'company']);
    expect(
      templateFaults('{고객}님 <안녕> > 😀').map(({ code, from, what }) => [code, from, what]),
    ).toEqual([
      ['token', 0, '{고객}'],
      ['bracket', 11, '>'],
      ['characters', 13, '😀'],
    ]);
    expect(templateFaults('안녕하세요. {고객}님.', ['customer'])).toEqual([]);
    expect(templateFaults('<{회사} 안<녕>').map(({ from }) => from)).toEqual([0]);
  });
});

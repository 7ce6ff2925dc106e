import { describe, expect, it } from 'vitest';
import { maskName, maskWords } from './maskName.ts';

describe('a masked name', () => {
  it.each([
    ['홍길동', '홍*동'],
    ['홍 길동', '홍*동'],
    ['김철', '김*'],
    ['남궁민수', '남**수'],
    ['김', '*'],
    ['한빛상사 김하늘 과장', '한**사 김*늘 과*'],
    ['John Smith', 'J*** S****'],
    ['', ''],
  ])('%s reads %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});

describe('a text about somebody', () => {
  const somebody = { names: ['홍길동', 'Al Gore'], numbers: ['+821048275619', '01048275619'] };

  it.each([
    ['홍길동 고객님이 010-4827-5619로 회신 요청', '홍*동 고객님이 010-****-5619로 회신 요청'],
    ['길동님 통화 원하심', '*동님 통화 원하심'],
    ['홍 길 동', '홍*동'],
    ['가운데 번호는 4827이라고 하심', '가운데 번호는 ****이라고 하심'],
    ['AL GORE also called', 'A* G*** also called'],
    ['주문 2건, 15:00', '주문 2건, 15:00'],
  ])('%s', (text, masked) => {
    expect(maskWords(text, somebody)).toBe(masked);
  });

  it('loses the numbers of others too, however they are written', () => {
    const masked = maskWords('남편 ０１０ ８８８８ ７７７７, 카드 4111 1111 1111 1111', somebody);
    expect(masked).not.toMatch(/8888|８８８８|4111 1111/);
  });

  it('is the same where its letters come in pieces', () => {
    expect(maskWords('홍길동'.normalize('NFD'), somebody)).toBe('홍*동');
  });
});

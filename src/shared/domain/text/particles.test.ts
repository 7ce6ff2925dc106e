import { describe, expect, it } from 'vitest';
import { withParticles } from './particles.ts';

describe('particles left open in a text', () => {
  it.each([
    ['통화에서 폭언이(가) 있어', '통화에서 폭언이 있어'],
    ['통화에서 협박 전화이(가) 있어', '통화에서 협박 전화가 있어'],
    ['‘대기’을(를) 눌렀지만', '‘대기’를 눌렀지만'],
    ['‘독촉’은(는) 금전 사정을', '‘독촉’은 금전 사정을'],
    ['02(으)로 시작하는 번호', '02로 시작하는 번호'],
    ['010(으)로 시작하는 번호', '010으로 시작하는 번호'],
    ['시각을 오후 3시(으)로 바꿈', '시각을 오후 3시로 바꿈'],
    ['이 고객께는 메일(으)로 먼저', '이 고객께는 메일로 먼저'],
    ['김하늘을(를) 뺐습니다.', '김하늘을 뺐습니다.'],
    ['회의 (두 번)', '회의 (두 번)'],
    ['Moved to 3 pm (today)', 'Moved to 3 pm (today)'],
  ])('%j is %j', (open, said) => {
    expect(withParticles(open)).toBe(said);
  });
});

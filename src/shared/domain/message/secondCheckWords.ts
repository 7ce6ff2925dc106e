import { z } from 'zod';

/** Categories in which an agent reads a text a second time before it leaves. */
export const CHECKED_TWICE = ['finance', 'medical', 'insurance'] as const;
export type CheckedTwice = (typeof CHECKED_TWICE)[number];

const words = (usual: readonly string[]) =>
  z
    .array(z.string().trim().min(1).max(20))
    .max(60)
    .default([...usual]);

export const secondCheckSchema = z.strictObject({
  finance: words([
    ...['대출', '금리', '이자율', '연이율', '연체', '상환', '원금', '계좌', '송금', '이체', '환율'],
    ...['펀드', '적금', '예금', '투자', '수익률', '신용등급', '신용점수', '이용한도', '카드론'],
    ...['loan', 'interest rate', 'investment', 'bank account'],
  ]),
  medical: words([
    ...['진단', '처방', '복용', '투약', '수술', '시술', '검사 결과', '검진', '진료', '증상'],
    ...['부작용', '약물', '입원', '퇴원', '예방접종', '알레르기', '마취', '금식', '조직검사'],
    ...['diagnosis', 'prescription', 'dosage', 'surgery', 'side effect'],
  ]),
  insurance: words([
    ...[
      '보험',
      '특약',
      '면책',
      '실손',
      '해지환급금',
      '만기환급금',
      '보장 내용',
      '보장 범위',
      '청약',
    ],
    ...['insurance', 'policyholder', 'deductible'],
  ]),
});
export type SecondCheckWords = z.infer<typeof secondCheckSchema>;

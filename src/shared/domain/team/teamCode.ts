/**
 * The team key as people give it to each other: twenty characters that nobody mixes up when they are
 * read out (Crockford's Base32, without I, L, O and U), the last of them a check.
 * Source: D. Crockford, Base 32, https://www.crockford.com/base32.html
 */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 20;
const GROUP = 5;

/** @returns null for what is not as long as a code, or has other characters */
export const readCode = (typed: string): string | null => readCharacters(typed, CODE_LENGTH);

/** The same of any code in this alphabet. @param length in characters, without the groups' hyphens */
export function readCharacters(typed: string, length: number): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (code.length !== length) return null;
  return [...code].every((one) => CODE_ALPHABET.includes(one)) ? code : null;
}

/** `7K2QX-…`: in groups, as it is read out. */
export function groupedCode(code: string): string {
  return (code.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/** Both sides see the same word where both have the same key. */
export const CHECK_WORDS = `
  나무 tree, 바다 sea, 구름 cloud, 노을 sunset, 사과 apple, 연필 pencil,
  우산 umbrella, 기차 train, 호수 lake, 별빛 star, 모래 sand, 무지개 rainbow,
  포도 grape, 시계 clock, 다리 bridge, 고래 whale, 나비 butterfly, 단풍 maple,
  등대 lighthouse, 라면 noodles, 마루 floor, 버들 willow, 보리 barley, 부엌 kitchen,
  산들 breeze, 새벽 dawn, 소금 salt, 솔방울 pinecone, 수박 melon, 씨앗 seed,
  안개 fog, 양말 sock, 여우 fox, 열쇠 key, 오리 duck, 우물 well,
  은하 galaxy, 의자 chair, 이불 blanket, 자두 plum, 장미 rose, 전구 bulb,
  접시 plate, 조개 shell, 주전자 kettle, 창문 window, 책상 desk, 초록 green,
  치약 toothpaste, 커튼 curtain, 토끼 rabbit, 파도 wave, 편지 letter, 풍선 balloon,
  피아노 piano, 하늘 sky, 학교 school, 해바라기 sunflower, 향기 scent, 호두 walnut,
  화분 flowerpot, 휘파람 whistle, 거울 mirror, 고구마 yam
`
  .trim()
  .split(/,\s+/)
  .map((pair) => {
    const [ko = '', en = ''] = pair.split(' ');
    return { ko, en };
  });

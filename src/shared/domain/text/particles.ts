/** How the last sound of each digit closes, read in Korean: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS = 'clvcvvcllv';
/** Latin letters whose Korean names end in a consonant: 엘, 엠, 엔, 알. */
const LETTERS: Readonly<Record<string, Close>> = { l: 'l', m: 'c', n: 'c', r: 'l' };
type Close = 'v' | 'c' | 'l';

/** Vowel, consonant, or ㄹ, which goes with 로 as a vowel does. */
function closeOf(text: string): Close {
  const last = [...text].findLast((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '';
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    return final === 0 ? 'v' : final === 8 ? 'l' : 'c';
  }
  if (/\d/.test(last)) return (DIGITS[Number(last)] ?? 'v') as Close;
  return LETTERS[last.toLowerCase()] ?? 'v';
}

/**
 * The particle that a word asks for, as in `이/가`, `은/는`, `을/를`, `으로/로`: the first after a
 * consonant, the second after a vowel (한글 맞춤법, 조사).
 */
export function particleOf(word: string, particles: string): string {
  const [afterConsonant = '', afterVowel = ''] = particles.split('/');
  const close = closeOf(word);
  if (close === 'l' && afterConsonant === '으로') return afterVowel;
  return close === 'v' ? afterVowel : afterConsonant;
}

/** How a text leaves a particle open, and what it is after a consonant and after a vowel. */
const OPEN = {
  '이(가)': '이/가',
  '을(를)': '을/를',
  '은(는)': '은/는',
  '과(와)': '과/와',
  '(으)로': '으로/로',
} as const;

const PLACES = /(\S+?)([’”"')\]]*)(이\(가\)|을\(를\)|은\(는\)|과\(와\)|\(으\)로)/g;

/** A text in which what was filled in has its particle: `폭언이(가)` is `폭언이`. */
export function withParticles(text: string): string {
  if (!text.includes('(')) return text;
  return text.replaceAll(PLACES, (_, word: string, closing: string, open: keyof typeof OPEN) => {
    return word + closing + particleOf(word, OPEN[open]);
  });
}

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const FIRST_SYLLABLE = 0xac_00;
const SYLLABLES = 11_172;
/** Syllables with the same initial: 21 vowels by 28 finals. Unicode §3.12. */
const PER_INITIAL = 588;

/** 김하늘 as ㄱㅎㄴ; what is no syllable stays as it is. */
export function initialsOf(text: string): string {
  return [...text]
    .map((character) => {
      const index = (character.codePointAt(0) ?? 0) - FIRST_SYLLABLE;
      const syllable = index >= 0 && index < SYLLABLES;
      return syllable ? (INITIALS[Math.floor(index / PER_INITIAL)] ?? character) : character;
    })
    .join('');
}

import { folded } from './folded.ts';

/*
 * Whether a customer seems to want no more texts. It is a hint for the agent, who writes down what
 * was meant: so it may be read more freely than a choice of times, and changes nothing by itself.
 */

/** As the kinds of consent are called: `domain/customer`. */
export type Wish = 'informational' | 'advertising';

const ADVERTISING = /광고|홍보|이벤트|마케팅|스팸|spam|promotion|advert|marketing|newsletter/;
const REFUSED = new RegExp(
  [
    '수신\\s*을?\\s*(?:거부|차단|안\\s*하)|수신을?\\s*원(?:하지|치)\\s*않',
    '(?:문자|연락|메시지|메세지|광고|홍보|이벤트|스팸|마케팅).{0,12}(?:거부|차단|그만|말아|마세요|마십시오|마라|안\\s*받|받지\\s*않|싫|원(?:하지|치)\\s*않|중단|빼\\s?주|사절|삭제)',
    '(?:그만|더\\s*이상|더는|다시는).{0,12}(?:보내|문자|연락)',
    '(?:보내지|하지)\\s*(?:마세요|마십시오|말아|마라|마$)',
    '^\\s*(?:거부|수신거부|차단|그만)\\s*(?:합니다|해요|요|해\\s*주세요)?\\s*[.!]*\\s*$',
    '^\\s*(?:stop|unsubscribe|stopall|quit|end|opt\\s*-?out)\\s*[.!]*\\s*$',
    "\\b(?:unsubscribe|opt\\s*-?out|stop\\s+(?:texting|sending|messaging|these|all)|do\\s*n[o']?t\\s+(?:text|message|send)|no\\s+more\\s+(?:texts|messages|ads))\\b",
  ].join('|'),
);
/** Longer ones tell a story. */
const LONGEST = 300;

export function wishOf(body: string): Wish | null {
  if (body.length > LONGEST) return null;
  const text = folded(body).text.toLowerCase();
  if (!REFUSED.test(text)) return null;
  return ADVERTISING.test(text) ? 'advertising' : 'informational';
}

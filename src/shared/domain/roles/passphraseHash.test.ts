import { describe, expect, it } from 'vitest';
import { formatPassphraseHash, parsePassphraseHash, preparedPassphrase } from './passphraseHash.ts';

const SALT = 'A'.repeat(22);
const HASH = 'B'.repeat(43);
const text = (cost = 'ln=17,r=8,p=1', salt = SALT, hash = HASH): string =>
  `$scrypt$${cost}$${salt}$${hash}`;

describe('the hash of a passphrase', () => {
  it('is read and written in the PHC string format', () => {
    const parsed = parsePassphraseHash(text());
    expect(parsed).toMatchObject({ ln: 17, r: 8, p: 1 });
    expect(parsed?.salt).toHaveLength(16);
    expect(parsed?.hash).toHaveLength(32);
    const written = parsed && formatPassphraseHash(parsed);
    expect(parsePassphraseHash(written ?? '')).toEqual(parsed);
  });

  it.each([
    ['a passphrase as it is', 'correct horse battery staple'],
    ['another function', text().replace('scrypt', 'argon2id')],
    ['too little work', text('ln=13,r=8,p=1')],
    ['blocks too small', text('ln=17,r=4,p=1')],
    ['none at once', text('ln=17,r=8,p=0')],
    ['more memory than a computer should give', text('ln=19,r=8,p=1')],
    ['more than can be meant', text('ln=99,r=99,p=99')],
    ['a short salt', text(undefined, 'A'.repeat(20))],
    ['a short hash', text(undefined, undefined, 'B'.repeat(40))],
    ['padding', text(undefined, `${SALT}==`)],
    ['what is no base64', text(undefined, `${'A'.repeat(21)}*`)],
    ['something after it', `${text()}\n`],
  ])('is refused: %s', (_, hash) => expect(parsePassphraseHash(hash)).toBeNull());

  it('is of the same words on every keyboard', () => {
    expect(preparedPassphrase('바다\u3000노을'.normalize('NFD'))).toBe('바다 노을');
  });
});

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import words from '../../../../resources/greetings/phrases.json' with { type: 'json' };
import { alternatePhrases, neutralGreeting, phrasesFor } from './phrases.ts';
import type { SpokenLanguage } from './phrases.ts';

const at = (text: string): number => new Date(`2026-11-26T${text}`).getTime();
const NOON = at('11:00');

const FOLDER = join(import.meta.dirname, '../../../../resources/greetings');

/** As it is heard. */
function read(language: SpokenLanguage, clips: readonly string[]): string {
  const known: Readonly<Record<string, string>> = words[language];
  return clips.map((name) => (name === 'breath' ? ',' : (known[name] ?? `[${name}?]`))).join(' ');
}

const time = (until: number, now = NOON, language: SpokenLanguage = 'ko'): string =>
  read(language, phrasesFor(until, { now, language }));

describe('a time, read aloud in Korean', () => {
  it.each([
    ['15:00', '오후 세 시 이후에 연락드리겠습니다.'],
    ['15:30', '오후 세 시 삼십 분 이후에 연락드리겠습니다.'],
    ['13:05', '오후 한 시 오 분 이후에 연락드리겠습니다.'],
    ['11:45', '오전 열한 시 사십오 분 이후에 연락드리겠습니다.'],
    ['12:00', '낮 열두 시 이후에 연락드리겠습니다.'],
    ['12:20', '낮 열두 시 이십 분 이후에 연락드리겠습니다.'],
    ['22:00', '오후 열 시 이후에 연락드리겠습니다.'],
  ])('%s: %s', (until, said) => {
    expect(time(at(until))).toBe(said);
  });

  it('is never earlier than it is: the next five minutes', () => {
    expect(time(at('14:56'))).toBe('오후 세 시 이후에 연락드리겠습니다.');
    expect(time(at('15:00:01'))).toBe('오후 세 시 오 분 이후에 연락드리겠습니다.');
  });

  it('says tomorrow, also where rounding makes it so, and nothing of later days', () => {
    expect(time(at('09:30') + 86_400_000)).toBe(
      '내일 오전 아홉 시 삼십 분 이후에 연락드리겠습니다.',
    );
    expect(time(at('23:58'))).toBe('내일 밤 열두 시 이후에 연락드리겠습니다.');
    expect(time(at('09:30') + 2 * 86_400_000)).toBe('');
  });

  it('says nothing of a time that has passed', () => {
    expect(time(NOON)).toBe('');
    expect(time(NOON - 60_000)).toBe('');
  });
});

describe('a time, read aloud in English', () => {
  it.each([
    ['15:00', 'I will call you back after three P M.'],
    ['15:30', 'I will call you back after three thirty P M.'],
    ['13:05', 'I will call you back after one oh five P M.'],
    ['12:00', 'I will call you back after twelve P M.'],
  ])('%s: %s', (until, said) => {
    expect(time(at(until), NOON, 'en')).toBe(said);
  });

  it('says tomorrow at the end', () => {
    expect(time(at('09:00') + 86_400_000, NOON, 'en')).toBe(
      'I will call you back after nine A M. tomorrow.',
    );
  });
});

describe('the neutral greeting', () => {
  const greeting = (until: number | null, voicemail: boolean): string =>
    read('ko', neutralGreeting({ until, alternate: '', voicemail, now: NOON, language: 'ko' }));

  it('says when, and that a message can be left', () => {
    expect(greeting(at('15:00'), true)).toBe(
      '안녕하십니까. 지금은 전화를 받을 수 없습니다. 오후 세 시 이후에 연락드리겠습니다. ' +
        '용건을 남기시려면 삐 소리가 난 뒤에 말씀해 주십시오.',
    );
    expect(greeting(null, true)).toBe(
      '안녕하십니까. 지금은 전화를 받을 수 없습니다. ' +
        '삐 소리가 난 뒤에 성함과 용건을 남겨 주시면 확인하고 연락드리겠습니다.',
    );
  });

  it('promises no message where none is taken', () => {
    expect(greeting(at('15:00'), false)).not.toContain('삐 소리');
    expect(greeting(null, false)).toContain('다시 전화해 주시기 바랍니다.');
  });
});

describe('where to turn to meanwhile', () => {
  const alternate = (text: string, language: SpokenLanguage = 'ko'): string =>
    read(language, alternatePhrases(text, language));

  it('is the number in what the agent wrote, digit by digit, group by group', () => {
    expect(alternate('박민지 02-1234-5678')).toBe(
      '급한 용무는 공 이 , 일 이 삼 사 , 오 육 칠 팔 번으로 전화해 주십시오.',
    );
    expect(alternate('1588-0000')).toBe(
      '급한 용무는 일 오 팔 팔 , 공 공 공 공 번으로 전화해 주십시오.',
    );
    expect(alternate('Ms Park 010 9876 5432', 'en')).toBe(
      'If it is urgent, please call zero one zero , nine eight seven six , five four three two',
    );
  });

  it('is not said without a number, with two, or with one nobody outside can dial', () => {
    for (const text of ['', '박민지', '02-1234-5678 또는 010-1234-5678', '1002', '내선 1002']) {
      expect(alternate(text)).toBe('');
    }
  });

  it('comes after the time and before the message', () => {
    const clips = neutralGreeting({
      ...{ until: at('15:00'), alternate: '02-123-4567', voicemail: true, now: NOON },
      language: 'ko',
    });
    expect(read('ko', clips)).toMatch(
      /이후에 연락드리겠습니다\. 급한 용무는 .*전화해 주십시오\. 용건을/,
    );
  });
});

describe('the clips', () => {
  it.each(['ko', 'en'] as const)('have a sound for every word of %s, and no other', (language) => {
    const names = [...Object.keys(words[language]), 'breath'].map((name) => `${name}.ogg`);
    expect(readdirSync(join(FOLDER, language)).sort()).toEqual(names.sort());
  });

  it.each(['ko', 'en'] as const)('are there for every time of the day: %s', (language) => {
    const midnight = at('00:00');
    for (let minute = 1; minute < 1_440; minute += 1) {
      const clips = phrasesFor(midnight + minute * 60_000, { now: midnight, language });
      expect(clips.length).toBeGreaterThan(2);
      for (const name of clips) {
        expect(existsSync(join(FOLDER, language, `${name}.ogg`)), name).toBe(true);
      }
    }
  });

  it('are small: all of them weigh less than one practice customer', () => {
    const bytes = (['ko', 'en'] as const)
      .flatMap((language) =>
        readdirSync(join(FOLDER, language)).map((name) => join(FOLDER, language, name)),
      )
      .reduce((sum, path) => sum + statSync(path).size, 0);
    expect(bytes).toBeLessThan(400_000);
  });
});

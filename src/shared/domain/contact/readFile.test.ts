import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LARGEST_FILE, MOST_ROWS } from './limits.ts';
import { readContactsFile, readMapped } from './readFile.ts';
import type { ReadFile } from './readFile.ts';
import type { ReadPeople } from './readPeople.ts';

const FIXTURES = new URL('../../../../tests/fixtures/contacts/', import.meta.url);

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function peopleOf(file: ReadFile): ReadPeople {
  if ('fault' in file) throw new Error(file.fault);
  return file.kind === 'csv' ? readMapped(file, file.mapping) : file;
}

function read(name: string): ReadPeople & { readonly file: ReadFile } {
  const file = readContactsFile(new Uint8Array(readFileSync(new URL(name, FIXTURES))));
  return { file, ...peopleOf(file) };
}

/** What most tests look at. */
function brief({ people }: ReadPeople): unknown[] {
  return people.map(({ fields: { name, organisation, numbers } }) => [
    name,
    organisation,
    ...numbers.map(({ label, number }) => `${label} ${number}`),
  ]);
}

const HANEUL = ['김하늘', '한빛상사', 'mobile 010-1234-5678'];

describe('files of spreadsheets', () => {
  it('Korean Excel, CP949: lost zeros are put back, and each refused row says why', () => {
    const { file, people, refused } = read('excel-cp949.csv');
    expect(file).toMatchObject({ kind: 'csv', encoding: 'cp949', separator: ',' });
    expect(brief({ people, refused })).toEqual([
      [...HANEUL, 'work 02-1234-5678'],
      ['최가온', '가온물산', 'mobile 010-7777-8888', 'work 02-345-6789', 'work 1588-1234'],
    ]);
    expect(people[0]).toMatchObject({ line: 2, corrected: ['010-1234-5678', '02-1234-5678'] });
    expect(people[1]).toMatchObject({ line: 8, corrected: [] });
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      // Node reads KS X 1001 only; the page reads 똠 (tests/e2e/contacts.spec.ts).
      [3, 'unreadable'],
      [5, 'rounded'],
      [6, 'no-way'],
      [7, 'no-name'],
    ]);
  });

  it('UTF-8 with a mark, semicolons', () => {
    const { file, ...read8 } = read('excel-utf8.csv');
    expect(file).toMatchObject({ encoding: 'utf-8', separator: ';' });
    expect(brief(read8)).toEqual([HANEUL, ['정다은', '', 'work 031-123-4567']]);
  });

  it('UTF-16 with tabs', () => {
    const { file, people } = read('excel-utf16.txt');
    expect(file).toMatchObject({ encoding: 'utf-16le', separator: '\t' });
    expect(people).toMatchObject([{ fields: { name: '김하늘', note: '쉼표, 있음' } }]);
  });

  it('UTF-16 without a mark, either way round', () => {
    const text = '이름,휴대폰\r\n김하늘,010-1234-5678\r\n';
    const little = new Uint8Array(new Uint16Array([...text].map((c) => c.charCodeAt(0))).buffer);
    const big = little.map((_, index) => little[index ^ 1] ?? 0);
    for (const [bytes, encoding] of [
      [little, 'utf-16le'],
      [big, 'utf-16be'],
    ] as const) {
      const file = readContactsFile(bytes);
      expect(file).toMatchObject({ encoding });
      expect(brief(peopleOf(file))).toEqual([['김하늘', '', 'mobile 010-1234-5678']]);
    }
  });

  it('Google Contacts', () => {
    const google = read('google.csv');
    expect(brief(google)).toEqual([
      [...HANEUL, 'fax 02-123-4567'],
      ['Minji Park', '', 'work +1 415 555 2671', 'work 02-123-4567'],
    ]);
    expect(google.people[0]?.fields).toMatchObject({
      email: 'haneul@example.com',
      note: '자주 통화\nkim@example.com',
      tags: ['단골'],
    });
  });

  it('Outlook in Korean and in English', () => {
    expect(brief(read('outlook-ko.csv'))).toEqual([
      [...HANEUL, 'work 02-123-4567', 'fax 02-123-4568'],
    ]);
    expect(read('outlook-ko.csv').people[0]?.fields).toMatchObject({
      note: '분기마다\n연락',
      tags: ['단골', '서울'],
    });
    expect(brief(read('outlook-en.csv'))).toEqual([
      ['Haneul Kim', 'Hanbit', 'work 02-123-4567', 'mobile 010-1234-5678'],
    ]);
  });

  it('no header at all: the first row is somebody', () => {
    expect(read('no-header.csv').people.map(({ line }) => line)).toEqual([1, 2]);
  });

  it('a person may say what the columns are', () => {
    const file = readContactsFile(bytesOf('A,B\n김하늘,한빛상사\n'));
    if ('fault' in file || file.kind !== 'csv') throw new Error('no table');
    const columns = [{ role: 'organisation' }, { role: 'name' }] as const;
    expect(readMapped(file, { headed: true, columns }).refused).toMatchObject([
      { line: 2, reason: 'no-way', text: '김하늘, 한빛상사' },
    ]);
  });

  it.each([
    ['Excel says the separator itself', 'sep=;\r\n이름;전화\r\n김,하늘;1001\r\n', 3, '김,하늘'],
    ['quotes within quotes', '이름,전화\n"김 ""하늘""",1001\n', 2, '김 "하늘"'],
    ['a stray quote', '이름,전화\n김"하늘,1001\n', 2, '김"하늘'],
    ['old Macs', '이름,전화\r김하늘,1001\r', 2, '김하늘'],
    ['empty lines between', '이름,전화\n\n,,\n김하늘,1001\n', 4, '김하늘'],
    ['a row over two lines before', '이름,전화,메모\n가,1,"a\r\nb"\n김하늘,1001\n', 4, '김하늘'],
  ])('%s', (_what, text, line, name) => {
    const last = peopleOf(readContactsFile(bytesOf(text))).people.at(-1);
    expect(last).toMatchObject({ line, fields: { name } });
  });

  it('a quote that never ends: what came before is read, the line is named', () => {
    const read = peopleOf(
      readContactsFile(bytesOf('이름,전화\n김하늘,1001\n"이도윤,1002\n박,1003\n')),
    );
    expect(read.people.map(({ fields }) => fields.name)).toEqual(['김하늘']);
    expect(read.refused).toEqual([{ line: 3, reason: 'broken', text: '' }]);
  });
});

describe('vCards', () => {
  it('3.0 of an iPhone: folded photo, groups, own labels, Korean order of names', () => {
    const iphone = read('iphone.vcf');
    expect(brief(iphone)).toEqual([
      ['김하늘', '한빛상사 영업부', 'mobile 010-1234-5678', 'fax 02-123-4567'],
      ['한빛 대표번호', '한빛상사', 'main 1588-1234'],
    ]);
    expect(iphone.people[0]?.fields.note).toBe('첫 줄\n둘째 줄, 쉼표');
    expect(iphone.refused).toEqual([{ line: 22, reason: 'no-way', text: '번호 없음' }]);
  });

  it('2.1 of Android: quoted-printable over several lines, UTF-8 and EUC-KR', () => {
    const android = read('android.vcf');
    expect(brief(android)).toEqual([
      ['김하늘', '', 'mobile 010-1234-5678', 'work 02-123-4567'],
      ['이도윤', '', 'mobile 010-2222-3333'],
    ]);
    expect(android.people[0]?.fields.note).toBe('김하늘 고객님은 오전에만 통화를 원하십니다');
  });

  it('4.0: addresses for numbers, quoted types; a card that breaks off is named', () => {
    const four = read('version4.vcf');
    expect(brief(four)).toEqual([['Haneul Kim', '', 'mobile 010-1234-5678', 'work 02-123-4567']]);
    expect(four.people[0]?.fields).toMatchObject({ tags: ['단골', '서울'] });
    expect(four.people[0]?.fields.note).toMatch(/as the standard asks for\.$/);
    expect(four.refused).toEqual([{ line: 12, reason: 'broken', text: '' }]);
  });
});

describe('what is not read', () => {
  it.each([
    ['too large', new Uint8Array(LARGEST_FILE + 1).fill(0x61), 'too-large'],
    ['empty', new Uint8Array(), 'empty'],
    ['blank', bytesOf('\r\n \r\n'), 'empty'],
    ['separators only', bytesOf(',,,\n,,,\n'), 'empty'],
    ['a workbook', bytesOf('PK\u0003\u0004…'), 'not-text'],
    ['a picture', Uint8Array.from({ length: 900 }, (_, i) => (i * 7_919) % 251), 'not-text'],
    ['too many rows', bytesOf('이름,전화\n' + '김,1001\n'.repeat(MOST_ROWS + 1)), 'too-many'],
    ['too many cards', bytesOf('BEGIN:VCARD\nEND:VCARD\n'.repeat(MOST_ROWS + 1)), 'too-many'],
  ])('%s', (_what, bytes, fault) => {
    expect(readContactsFile(bytes)).toEqual({ fault });
  });

  it('nothing unseen comes through: controls, directions, line breaks in an address', () => {
    const text = '이름,전화,이메일\n"\u202E김\u200B하늘",010-1234-5678,"a@example.com\nBcc: x"\n';
    expect(peopleOf(readContactsFile(bytesOf(text))).people[0]?.fields).toMatchObject({
      name: '김하늘',
      email: 'a@example.com',
    });
  });
});

describe('any bytes at all', () => {
  /** mulberry32; the seed is in the name of a test that fails. */
  function randomFrom(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }
  const PIECES = [
    ...[
      'BEGIN:VCARD\r\n',
      'END:VCARD\n',
      'TEL;',
      'TYPE="',
      'ENCODING=QUOTED-PRINTABLE:',
      '=EA=B9=',
    ],
    ...[
      'CHARSET=EUC-KR',
      'N:;;',
      'item1.',
      '"',
      ',',
      ';',
      '\t',
      '\r',
      '\n',
      '\\',
      '이름',
      '휴대폰',
    ],
    ...['010-1234-5678', '1012345678', '1.0E+9', 'sep=;\n', '\uFEFF', '\u202E', 'AGENT:\n', ':::'],
  ];
  const started = Date.now();

  it.each(Array.from({ length: 40 }, (_, index) => started + index))(
    'never throw: seed %i',
    (seed) => {
      const random = randomFrom(seed);
      const below = (most: number): number => Math.floor(random() * most);
      for (let round = 0; round < 10; round += 1) {
        const pieces = Array.from({ length: below(60) }, () =>
          random() < 0.7
            ? bytesOf(PIECES[below(PIECES.length)] ?? '')
            : Uint8Array.from({ length: below(12) }, () => below(256)),
        );
        const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        const file = readContactsFile(bytes);
        if ('fault' in file) continue;
        const { people } = peopleOf(file);
        for (const { fields } of people) {
          expect(fields.name + fields.organisation).not.toBe('');
          expect(`${fields.name}${fields.organisation}${fields.email}`).not.toMatch(
            /[\p{Cc}\u202A-\u202E]/u,
          );
        }
      }
    },
  );
});

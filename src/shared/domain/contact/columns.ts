import { parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import type { NumberLabel } from './contact.ts';
import { readContactNumber } from './contactNumber.ts';
import type { TableRow } from './csv.ts';
import { folded } from '../text/folded.ts';

/** What a column of a file holds; `unused` is left out. */
export const COLUMN_ROLES = [
  'unused',
  'name',
  'familyName',
  'givenName',
  'organisation',
  'mobile',
  'work',
  'home',
  'main',
  'fax',
  'other',
  'email',
  'note',
  'tags',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

export interface Column {
  readonly role: ColumnRole;
  /** Another column that says what this number is for (Google: `Phone 1 - Label`). */
  readonly labelColumn?: number;
}

export interface Mapping {
  /** The first row names the columns and is nobody. */
  readonly headed: boolean;
  readonly columns: readonly Column[];
}

/**
 * Headers as address books and Korean office files write them: their letters only, without case.
 * Google and Outlook in both languages, phones of Samsung, Naver, and what people write by hand.
 */
const HEADERS: readonly (readonly [ColumnRole, RegExp])[] = [
  // A reading aid is no name, and a company's number no company.
  ['unused', /phonetic|yomi|발음|읽기|요미|^namep?refix|^namesuffix|nickname|^별명|^fileas$/],
  ['familyName', /^(성|성씨|lastname|familyname|surname)$/],
  ['givenName', /^(이름성제외|firstname|givenname|forename)$/],
  [
    'name',
    /^(이름|성명|성함|고객명?|고객성명|고객이름|담당자명?|연락처명|연락처이름|표시이름|회원명|name|fullname|displayname|contactname|customer|customername)$/,
  ],
  ['fax', /팩스|fax/],
  ['main', /대표(전화|번호)|main(phone|tel)|companymain|^주전화/],
  [
    'mobile',
    /휴대|핸드폰|이동전화|모바일|무선전화|^hp(번호|\d)?$|^hpno$|^(mobile|cell|cellular)(phone)?(number|no)?\d?$|^mobiletel|^phone(mobile|cell)/,
  ],
  [
    'work',
    /(회사|직장|근무처|사무실|업무|내선)(전화|번호|연락처)|^내선$|^직통|^(business|work|office|company)(phone|tel|telephone)(number|no)?\d?$|^extension$/,
  ],
  ['home', /^(집|자택)(전화|번호|연락처)|^집$|^자택$|^home(phone|tel|telephone)(number|no)?\d?$/],
  [
    'other',
    /^(전화|전화번호|연락처|연락번호|고객전화|고객번호|고객연락처|번호|유선전화|일반전화|기타전화|기타번호)\d*(번호)?$|^(phone|tel|telephone|phonenumber|number|telno|otherphone|primaryphone|carphone|callback)\d*(number|no)?$|^phone\d+value$/,
  ],
  [
    'email',
    /이메일|전자메일|메일주소|^메일$|^e?mail(address)?\d?$|^email\d+value$|^e-?mail\d+value$/,
  ],
  [
    'organisation',
    /^(회사|회사명|회사이름|소속|소속회사|기관|기관명|업체|업체명|상호|거래처|거래처명|직장|직장명|조직|company|companyname|organi[sz]ation|organi[sz]ationname|organi[sz]ation1name|account|accountname)$/,
  ],
  [
    'note',
    /^(메모|비고|참고|특이사항|내용|설명|상담메모|note|notes|memo|comment|comments|remark|remarks|description)$/,
  ],
  [
    'tags',
    /^(태그|그룹|그룹명|분류|구분|범주|등급|group|groups|label|labels|tag|tags|category|categories|groupmembership)$/,
  ],
];

const NUMBER_ROLES: readonly ColumnRole[] = ['mobile', 'work', 'home', 'main', 'fax', 'other'];

export function isNumberRole(role: ColumnRole): role is NumberLabel {
  return NUMBER_ROLES.includes(role);
}

function bare(header: string): string {
  return folded(header).replace(/[^\p{L}\p{N}]/gu, '');
}

export function roleOfHeader(header: string): ColumnRole {
  const text = bare(header);
  if (text === '' || (/(label|type)$/.test(text) && /^(phone|email|address)\d/.test(text)))
    return 'unused';
  return HEADERS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unused';
}

/** The word of a file for what a number is for. */
export function labelFromWord(word: string): NumberLabel {
  const text = bare(word);
  if (/fax|팩스/.test(text)) return 'fax';
  if (/cell|mobile|iphone|휴대|핸드폰|모바일/.test(text)) return 'mobile';
  if (/main|대표|기본/.test(text)) return 'main';
  if (/work|business|office|company|회사|직장|근무|업무|사무/.test(text)) return 'work';
  return /home|집|자택/.test(text) ? 'home' : 'other';
}

/** What the columns of a file hold, as far as it can be told; a person may say otherwise. */
export function guessMapping(rows: readonly TableRow[]): Mapping {
  const [first] = rows;
  if (!first) return { headed: false, columns: [] };
  const width = rows.slice(0, 50).reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const headers = Array.from({ length: width }, (_, index) => first.cells[index] ?? '');
  const known = headers.map(roleOfHeader);
  if (known.some((role) => role !== 'unused')) {
    return { headed: true, columns: fromHeaders(headers, known) };
  }
  // Somebody's number in the first row: there are no headers, and the cells tell what they are.
  const headed = !first.cells.some(isPhoneCell);
  return { headed, columns: fromContent(headed ? rows.slice(1) : rows, width) };
}

function fromHeaders(headers: readonly string[], known: readonly ColumnRole[]): Column[] {
  const familyNames = known.includes('familyName');
  return known.map((role, index): Column => {
    // Beside a column of family names, 이름 is the rest of the name.
    if (role === 'name' && familyNames && bare(headers[index] ?? '') === '이름') {
      return { role: 'givenName' };
    }
    const number = /^phone(\d+)value$/.exec(bare(headers[index] ?? ''))?.[1];
    if (number === undefined) return { role };
    const label = headers.findIndex((header) =>
      [`phone${number}label`, `phone${number}type`].includes(bare(header)),
    );
    return label < 0 ? { role } : { role, labelColumn: label };
  });
}

const LOOKED_AT = 50;

function fromContent(rows: readonly TableRow[], width: number): Column[] {
  const looked = rows.slice(0, LOOKED_AT);
  let named = false;
  return Array.from({ length: width }, (_, index): Column => {
    const cells = looked
      .map(({ cells: row }) => row[index]?.trim() ?? '')
      .filter((cell) => cell !== '');
    const most = (test: (cell: string) => boolean): boolean =>
      cells.length > 0 && cells.filter(test).length > cells.length / 2;
    if (most(isPhoneCell)) return { role: most(isMobileCell) ? 'mobile' : 'other' };
    if (most((cell) => /^[^\s@]+@[^\s@]+$/.test(cell))) return { role: 'email' };
    if (!named && most((cell) => /^\p{L}[\p{L}\s.()'-]*$/u.test(cell))) {
      named = true;
      return { role: 'name' };
    }
    return { role: 'unused' };
  });
}

function isPhoneCell(cell: string): boolean {
  return /\d{3}/.test(cell) && (readContactNumber(cell, true)?.e164 ?? null) !== null;
}

function isMobileCell(cell: string): boolean {
  const number = readContactNumber(cell, true);
  return number !== null && parsePhoneNumber(number.number).kind === 'mobile';
}

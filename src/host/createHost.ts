import type { Capabilities } from '#shared/contract/app.ts';
import { domainOf, userOf } from '#shared/domain/account.ts';
import { contract } from '#shared/contract/index.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { createAnnouncer, serve } from '#shared/rpc/server.ts';
import type { Connection, Handlers } from '#shared/rpc/server.ts';
import { NO_PINS } from '#shared/domain/certificate/pins.ts';
import { NO_UPDATE_POLICY } from '#shared/domain/update/update.ts';
import { NO_RECORDING } from '#shared/domain/recording/policy.ts';
import type { RpcPort, Unsubscribe } from '#shared/rpc/port.ts';
import { unfinishedCalls } from './db/calls.ts';
import { databasePath } from './db/files.ts';
import { writeMeta } from './db/meta.ts';
import { migrations } from './db/migrations/index.ts';
import { openStorage } from './db/storage.ts';
import { realLater } from './later.ts';
import { describeError } from './log.ts';
import { keepTail } from './logTail.ts';
import { newId as makeId } from './newId.ts';
import { createOutboxSender } from './outbox/sender.ts';
import { waysOf } from './outbox/ways.ts';
import { readProvisioning } from './provisioning/readProvisioning.ts';
import { createAbuseService } from './services/abuse.ts';
import { createAccountService } from './services/account.ts';
import { createAvailabilityService } from './services/availability.ts';
import { createAppService } from './services/app.ts';
import { createCallIndex } from './services/callIndex.ts';
import { createCallsService } from './services/calls.ts';
import { createLearningService } from './services/learning.ts';
import { createMeetingsService } from './services/meetings.ts';
import { createMessagesService } from './services/messages.ts';
import { createContactImportService } from './services/contactImport.ts';
import { createContactsService } from './services/contacts.ts';
import { createCustomersService } from './services/customers.ts';
import { createDispositionsService } from './services/dispositions.ts';
import { gatewayFor } from './gateways/gatewayFor.ts';
import { createTransport } from './gateways/transport.ts';
import { EXPORT_WORKER } from './export/startExport.ts';
import { READER_WORKER } from './reader/readerThread.ts';
import { createReader } from './reader/reader.ts';
import { createExportsService } from './services/exports.ts';
import { createGatewaysService } from './services/gateways.ts';
import { createGreetingsService } from './services/greetings.ts';
import { sealForPolicy } from './encryption/provisionedSeal.ts';
import { readSeal } from './encryption/sealStore.ts';
import { createEncryptionService } from './services/encryption.ts';
import { createDeskService } from './services/desk.ts';
import { createDesktopService } from './services/desktop.ts';
import { createHotkeysService } from './services/hotkeys.ts';
import { createCallCardService } from './services/callCard.ts';
import { createNoticesService } from './services/notices.ts';
import { createPowerService } from './services/power.ts';
import { createLinksService } from './services/links.ts';
import { withLooks } from './services/looks.ts';
import { createPrivacyService } from './services/privacy.ts';
import { createReportsService } from './services/reports.ts';
import { createRolesService } from './services/roles.ts';
import { createScreenPopService } from './services/screenPop.ts';
import { createRecordingsService } from './services/recordings.ts';
import { createOutboxService } from './services/outbox.ts';
import { BACKUP_WORKER } from './backup/backupThread.ts';
import { createBackupsService } from './services/backups.ts';
import { createHealthService } from './services/health.ts';
import { createMoveService } from './services/move.ts';
import { createBookingsService } from './services/bookings.ts';
import { createPictureFiles } from './pictures/pictureFiles.ts';
import { createPicturesService } from './services/pictures.ts';
import { createGuidanceService } from './services/guidance.ts';
import { createPausesService } from './services/pauses.ts';
import { createRelayService } from './services/relay.ts';
import { createPromisesService } from './services/promises.ts';
import { createSamplesService } from './services/samples.ts';
import { createSecretsService } from './services/secrets.ts';
import { createSettingsService } from './services/settings.ts';
import { createSupportService } from './services/support.ts';
import { createTeamService } from './services/team.ts';
import { createTemplatesService } from './services/templates.ts';
import { createUpdatesService } from './services/updates.ts';
import { realTicker } from './ticker.ts';
import type { Host, HostOptions } from './host.ts';

/** The page comes first. */
const WARM_READER_AFTER_MS = 2_000;

/**
 * The backend: everything that must outlive a page. It always starts: with a data folder that
 * cannot be used it keeps records in memory and says so, with a faulty provisioning file it goes on
 * without it and says so.
 */
export function createHost(options: HostOptions): Host {
  const { clock, secrets, version, globalKeys = null } = options;
  const { newId = makeId, ticker = realTicker, env = process.env } = options;
  const { desktop = null, desktopShell = null } = options;
  const { cardWindow = null, noticeShell = null, powerShell = null } = options;
  const capabilities: Capabilities = {
    ...options.capabilities,
    globalHotkeys: globalKeys !== null,
    callCard: cardWindow !== null,
    notices: noticeShell !== null,
    clipboard: desktop !== null,
    links: desktop !== null,
    desktop: desktopShell !== null,
  };
  const { dataDir } = options.paths;

  const logTail = keepTail(options.log, clock);
  const { log } = logTail;
  const announcer = createAnnouncer<IeumContract>();
  const startedAt = clock();
  const connections = new Set<Unsubscribe>();
  const provisioning =
    options.provisioningFile === undefined ? null : readProvisioning(options.provisioningFile, env);
  if (provisioning) {
    const faults = provisioning.faults.map(({ line, column, field, code }) => ({
      place: `${line}:${column}`,
      field,
      code,
    }));
    log[faults.length === 0 ? 'info' : 'warn']('provisioning', { faults });
  }
  const encryption = provisioning?.provisioned?.encryption ?? null;
  if (encryption === 'on') sealForPolicy(secrets, dataDir, log);
  const seal = () => readSeal(secrets);
  const key = () => seal()?.key ?? null;
  const storage = openStorage({ dataDir, clock, newId, migrations, log, ticker, seal });
  const reader = createReader({
    ...{ storage, databasePath: databasePath(dataDir), key, log },
    worker: options.readerWorker ?? READER_WORKER,
  });
  const stopWarming = (options.later ?? realLater)(WARM_READER_AFTER_MS, () => reader.warm());
  const app = createAppService({
    storage,
    log,
    version,
    startedAt,
    dataDir,
    capabilities,
  });
  const settings = createSettingsService({
    storage,
    announcer,
    clock,
    provisioned: provisioning?.provisioned ?? null,
  });
  const promises = createPromisesService({
    ...{ storage, announcer, clock, newId, ticker },
    policy: () => settings.get().callbacks,
    hours: () => settings.get().businessHours,
    awayNow: () => availability.awayNow(),
    isWatched: () => connections.size > 0,
  });
  const gatewayTransport = createTransport({ clock });
  const pictureFiles = createPictureFiles(dataDir);
  const sender = createOutboxSender({
    ...{ storage, announcer, clock, newId, log },
    later: options.later ?? realLater,
    policy: () => settings.get().missedTexts,
    ways:
      options.textWays ??
      (() =>
        waysOf(settings.get().textGateways, (set) => gatewayFor(set, secrets, gatewayTransport))),
    // Customers are not on the practice exchange.
    phone: () => (settings.get().line === 'account' ? desk.holder : null),
    picture: (sha256) => pictureFiles.read(sha256),
  });
  const outbox = createOutboxService({
    ...{ storage, announcer, clock, newId, sender },
    policy: () => settings.get().missedTexts,
    reasons: () => templates.inTheirWords(settings.get().awayReasons),
  });
  const pictures = createPicturesService({
    ...{ storage, files: pictureFiles, clock, log, ticker },
    arrived: () => sender.wake(),
  });
  const pauses = createPausesService({
    ...{ storage, announcer, clock, newId, ticker },
    isWatched: () => connections.size > 0,
  });
  const guidance = createGuidanceService({
    ...{ storage, announcer, clock, newId, log, ticker },
    scriptsDir: options.scriptsDir,
  });
  const templates = createTemplatesService({ storage, announcer, clock });
  const learning = createLearningService({ storage, announcer });
  const desk = createDeskService({
    ...{ storage, announcer, clock, newId, promises, outbox },
    claimed: () => {
      availability.onDesk();
      abuse.catchUp();
      sender.wake();
    },
    left: () => {
      sender.phoneGone();
      power.left();
    },
  });
  const account = createAccountService({
    storage,
    announcer,
    clock,
    secrets,
    desk,
    provisioning,
  });
  const availability = createAvailabilityService({
    uptime: options.uptime ?? (() => performance.now()),
    ...{ storage, announcer, clock, newId, ticker },
    deskHeld: () => desk.isHeld,
    wrapUpSeconds: () => settings.get().wrapUpSeconds,
  });
  const abuse = createAbuseService({
    ...{ storage, announcer, clock, newId },
    policy: () => settings.get().abuse,
    beginBreak: (...args) => availability.beginBreak(...args),
  });
  promises.catchUp();
  outbox.catchUp();
  pauses.catchUp();
  guidance.catchUp();
  templates.catchUp();
  /** The promises, pauses and runs that facts of calls have changed, until they are stored. */
  let linked: string[] = [];
  let heard: string[] = [];
  let runsOver: string[] = [];
  const callIndex = createCallIndex({ storage, later: options.later ?? realLater });
  callIndex.wake();
  const power = createPowerService({
    ...{ announcer, clock, later: options.later ?? realLater, shell: powerShell },
  });
  const calls = createCallsService({
    ...{ storage, announcer, index: callIndex, reader },
    beat: (live) => power.beat(live),
    follow: (db, agentId, facts) => {
      availability.followCalls(db, agentId, facts);
      abuse.followCalls(db, agentId, facts);
      linked = promises.linkCalls(db, agentId, facts);
      outbox.followCalls(db, agentId, facts);
      heard = pauses.linkCalls(db, agentId, facts);
      runsOver = guidance.followCalls(db, agentId, facts);
    },
    followed: () => {
      availability.announceChange();
      abuse.announceChange();
      outbox.announceChange();
      promises.announce(linked);
      linked = [];
      pauses.announce(heard);
      heard = [];
      guidance.announceRuns(runsOver);
      runsOver = [];
    },
  });
  const support = createSupportService({
    storage,
    clock,
    startedAt,
    version,
    dataDir,
    capabilities,
    logTail,
  });
  const messages = createMessagesService({
    ...{ storage, announcer, clock, newId, promises, pauses },
  });
  const hotkeys = createHotkeysService({ announcer, log, keys: globalKeys });
  const callCard = createCallCardService({
    ...{ announcer, desk, window: cardWindow },
    wanted: () => settings.get().callCard,
  });
  announcer.subscribe(({ event, data }) => {
    // A secret that was missing counts from the next text on.
    if (event === 'settings.changed' || event === 'gateways.changed') sender.refresh();
    if (event !== 'settings.changed') return;
    hotkeys.use(data as Settings);
    callCard.refresh();
  });
  hotkeys.use(settings.get());
  const links = createLinksService({
    announcer,
    clock,
    newId,
    log,
    ownDomain: () => {
      const { uri } = account.current() ?? {};
      return uri === undefined ? null : domainOf(uri).toLowerCase();
    },
    desktop,
  });
  const desktopService = createDesktopService({
    ...{ storage, announcer, clock, newId, log, ticker },
    settings: () => settings.get(),
    deskHeld: () => desk.isHeld,
    availability: availability.handlers,
    shell: desktopShell,
  });
  const screenPop = createScreenPopService({
    settings: () => settings.get(),
    clock,
    log,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const meetings = createMeetingsService({
    ...{ storage, announcer, clock, log, secrets, ticker },
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const roles = createRolesService({
    ...{ storage, announcer, clock, newId, later: options.later ?? realLater },
    passphraseHash: provisioning?.provisioned?.leadPassphrase ?? null,
    unmasked: provisioning?.provisioned?.unmaskedExports,
  });
  const team = createTeamService({
    ...{ storage, announcer, dataDir, clock, newId, log, ticker, secrets },
    later: options.later ?? realLater,
    settings: () => settings.get(),
    roles,
    accountName: () => {
      const { displayName = '', uri = '' } = account.current() ?? {};
      return displayName.trim() === '' ? userOf(uri) : displayName;
    },
  });
  const contacts = createContactsService({ storage, announcer, clock, reader });
  const customers = createCustomersService({
    ...{ storage, announcer, clock, newId, contacts, index: callIndex, reader },
    eraseInTeam: (db, keys) => team.eraseCustomer(db, keys),
    erased: () => {
      pictures.clean();
      backups.erased();
      recordings.removeDue();
      announcer.emit('privacy.changed', {});
      announcer.emit('bookings.changed', {});
    },
  });
  const contactImport = createContactImportService({ storage, contacts, clock, newId });
  const recordings = createRecordingsService({
    ...{ storage, announcer, dataDir, clock, newId, log, ticker },
    policy: provisioning?.provisioned?.recording ?? NO_RECORDING,
    noticeFile: provisioning?.provisioned?.noticeFile ?? null,
    voicemailDays: () => settings.get().attendant.keepDays,
  });
  const backups = createBackupsService({
    ...{ storage, announcer, dataDir, clock, log, ticker, reader, key },
    worker: options.backupWorker ?? BACKUP_WORKER,
    version: migrations.length,
  });
  const updates = createUpdatesService({
    ...{ announcer, clock, log, ticker, updater: options.updater ?? null },
    policy: provisioning?.provisioned?.updates ?? NO_UPDATE_POLICY,
    inCall: () => storage.read((db) => unfinishedCalls(db)).length > 0,
  });
  const move = createMoveService({
    ...{ storage, announcer, dataDir, clock, newId, log, ticker, reader, key },
    appVersion: version,
    worker: options.backupWorker ?? BACKUP_WORKER,
    version: migrations.length,
    whose: () => {
      const { displayName = '', uri = '' } = account.current() ?? {};
      return displayName.trim() || uri.replace(/^sips?:/, '');
    },
    busyElsewhere: () => backups.working,
  });
  const health = createHealthService({
    ...{ storage, announcer, dataDir, clock, startedAt, logTail, key, appVersion: version },
    worker: options.backupWorker ?? BACKUP_WORKER,
    backup: () => backups.last(),
  });
  const privacy = createPrivacyService({
    ...{ storage, announcer, dataDir, clock, newId, log, ticker },
    later: options.later ?? realLater,
    settings: () => settings.get().retention,
    hours: () => settings.get().businessHours,
    days: (kind) => recordings.days(kind === 'voicemail' ? 'voicemail' : 'call'),
    removeRecordings: (ids) => recordings.remove(ids),
    noteErased: callIndex.noteErased,
    demand: (action, connection) => roles.require(action, connection),
    changed(over) {
      if (!over) return;
      pictures.clean();
      callIndex.wake();
      sayThatMuchIsGone();
    },
  });
  const exports = createExportsService({
    ...{ storage, announcer, dataDir, clock, newId, log, ticker, secrets, index: callIndex, key },
    worker: options.exportWorker ?? EXPORT_WORKER,
    mayUnmask: (connection) => roles.may('exportUnmasked', connection),
  });
  const gateways = createGatewaysService({
    ...{ announcer, secrets, newId, transport: gatewayTransport },
    settings: () => settings.get(),
  });
  const relay = createRelayService({
    ...{ announcer, secrets, clock, newId, log },
    settings: () => settings.get(),
    report: (input) => outbox.report(input),
    receive: (fact) => messages.receive(fact),
  });
  const greetings = createGreetingsService({ storage, announcer, dataDir, clock, log, ticker });
  const plainHandlers: Handlers<IeumContract> = {
    ...app,
    ...abuse.handlers,
    ...desk.handlers,
    ...settings.handlers,
    ...createSamplesService({
      ...{ storage, announcer, clock, newId },
      changed: () => {
        callIndex.wake();
        sayThatMuchIsGone();
        announcer.emit('messages.changed', { threads: [] });
      },
    }),
    ...account.handlers,
    ...calls,
    ...availability.handlers,
    ...support,
    ...messages.handlers,
    ...relay.handlers,
    ...promises.handlers,
    ...outbox.handlers,
    ...pictures.handlers,
    ...createBookingsService({ storage, announcer, clock, newId }),
    ...gateways,
    ...team.handlers,
    ...templates.handlers,
    ...pauses.handlers,
    ...guidance.handlers,
    ...learning.handlers,
    ...meetings.handlers,
    ...hotkeys.handlers,
    ...callCard.handlers,
    ...createNoticesService({ announcer, desk, shell: noticeShell }),
    ...power.handlers,
    ...links.handlers,
    ...desktopService.handlers,
    ...screenPop,
    ...contacts.handlers,
    ...contactImport,
    ...customers.handlers,
    ...createDispositionsService({ storage, types: () => settings.get().dispositions.types }),
    ...recordings.handlers,
    ...exports.handlers,
    ...backups.handlers,
    ...updates.handlers,
    ...move.handlers,
    ...health.handlers,
    ...createSecretsService({ announcer, secrets }),
    ...createEncryptionService({
      ...{ storage, announcer, dataDir, clock, log, secrets, reader, backups },
      policy: encryption,
    }),
    ...roles.handlers,
    ...privacy.handlers,
    ...createReportsService({ reader }),
    ...greetings.handlers,
  };
  const handlers = withLooks(plainHandlers, {
    ...{ storage, clock, newId, later: options.later ?? realLater },
    demand: (action, connection) => roles.require(action, connection),
  });

  /** Who the access log names: the account of this computer, and the page of the lead. */
  function nameActors(): void {
    const lead = [...pages].find((page) => roles.roleOf(page) === 'lead');
    const { displayName = '', uri = '' } = account.current() ?? {};
    try {
      storage.write((db) => {
        writeMeta(db, 'access_actor', displayName || uri.replace(/^sips?:/, ''));
        writeMeta(db, 'access_lead', lead?.id ?? '');
      });
    } catch (error) {
      log.warn('actors not named', describeError(error));
    }
  }
  const pages = new Set<Connection>();
  nameActors();
  announcer.subscribe(({ event }) => {
    if (event === 'roles.changed' || event === 'account.changed') nameActors();
  });

  function sayThatMuchIsGone(): void {
    announcer.emit('calls.changed', { callIds: [] });
    contacts.announce(null);
    customers.announce(null);
    promises.announce(null);
    outbox.announce();
    pauses.announce(null);
    abuse.announce();
    availability.announce();
  }

  /** Another database: what it holds may be new to the pages. */
  function readAgain(): void {
    settings.announce();
    account.announce();
    availability.announce();
    abuse.announce();
    contacts.announce(null);
    customers.announce(null);
    promises.catchUp();
    promises.announce(null);
    outbox.catchUp();
    outbox.announce();
    pauses.catchUp();
    pauses.announce(null);
    guidance.reloadScripts();
    guidance.catchUp();
    guidance.announceRuns(null);
    templates.catchUp();
    templates.announce();
    team.announce();
    learning.announce();
    meetings.announce();
    callIndex.wake();
    announcer.emit('calls.changed', { callIds: [] });
  }

  let before = storage.health;
  storage.onHealth((health) => {
    announcer.emit('app.storageChanged', health);
    const moved = (before.state === 'volatile') !== (health.state === 'volatile');
    before = health;
    sender.wake();
    if (moved) readAgain();
  });
  storage.onReplaced(readAgain);

  function connect(port: RpcPort): Unsubscribe {
    const connection: Connection = { id: newId() };
    pages.add(connection);
    const stopServing = serve(port, connection, {
      contract,
      handlers,
      announcer,
      onFault: (error, method) => log.error('fault', { method, ...describeError(error) }),
    });
    const disconnect = (): void => {
      stopServing();
      stopState();
      desk.gone(connection);
      hotkeys.gone(connection);
      callCard.gone(connection);
      roles.gone(connection);
      pages.delete(connection);
      connections.delete(disconnect);
    };
    const stopState = port.onState((state) => {
      if (state === 'closed') disconnect();
    });
    connections.add(disconnect);
    return disconnect;
  }

  return {
    connect,
    media: (ticket) => recordings.media(ticket) ?? exports.media(ticket) ?? move.media(ticket),
    get storage() {
      return storage.health;
    },
    get settings() {
      return settings.get();
    },
    pins: provisioning?.provisioned?.pins ?? NO_PINS,
    openLink: (link) => links.open(link),
    desktop: desktopService.actions,
    onSettings: (listener) =>
      announcer.subscribe(({ event, data }) => {
        if (event === 'settings.changed') listener(data as Settings);
      }),
    stop() {
      for (const disconnect of [...connections]) disconnect();
      sender.stop();
      callIndex.stop();
      stopWarming();
      reader.stop();
      relay.stop();
      updates.stop();
      hotkeys.stop();
      desktopService.stop();
      power.stop();
      roles.stop();
      privacy.stop();
      availability.stop();
      promises.stop();
      pauses.stop();
      guidance.stop();
      meetings.stop();
      greetings.stop();
      pictures.stop();
      // Their files now, whether or not anybody waits for the rest: a shell that quits does not.
      const settled = Promise.all(
        [recordings, exports, team, backups, move, health].map((service) => service.stop()),
      );
      storage.close();
      return settled.then(() => undefined);
    },
  };
}

import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { IeumContract } from '#shared/contract/index.ts';
import type { FolderFault, TeamState } from '#shared/contract/team.ts';
import { dayAfter } from '#shared/domain/hours/businessHours.ts';
import { AppError } from '#shared/errors.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { useHost } from '../api/host.ts';

export type TeamOverview = OutputOf<IeumContract, 'team.overview'>;
type Calls = OutputOf<IeumContract, 'team.calls'>;
type Promises = OutputOf<IeumContract, 'team.promises'>;

/** What the other agents' files have told, and the folder that they lie in. */
export const useTeamStore = defineStore('team', () => {
  const host = useHost();
  const state = shallowRef<TeamState | null>(null);
  const overview = shallowRef<TeamOverview | null>(null);
  const promises = shallowRef<Promises | null>(null);
  const calls = shallowRef<Calls | null>(null);
  /** A code of the host's; what was shown stays. */
  const failure = ref<string | null>(null);
  /** Whose calls and promises; empty: everyone's. */
  const agentId = ref('');
  const text = ref('');
  const looking = ref(false);
  /** Whether the lists are on the screen: nobody asks for them otherwise. */
  let shown = false;
  let asked = 0;

  const whose = (): string | null => (agentId.value === '' ? null : agentId.value);

  async function load(): Promise<void> {
    try {
      state.value = await host.call('team.state', {});
      if (!shown) return;
      const now = Date.now();
      const from = dayAfter(now, 0);
      overview.value = await host.call('team.overview', { from, to: dayAfter(now, 1) });
      await find();
      failure.value = null;
    } catch (error) {
      failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  async function find(): Promise<void> {
    const question = ++asked;
    const of = { agentId: whose() };
    const [owed, found] = await Promise.all([
      host.call('team.promises', of),
      host.call('team.calls', { ...of, text: text.value }),
    ]);
    if (question !== asked) return;
    promises.value = owed;
    calls.value = found;
  }

  async function more(): Promise<void> {
    const question = asked;
    const after = calls.value?.next ?? null;
    if (after === null) return;
    const page = await host.call('team.calls', { agentId: whose(), text: text.value, after });
    if (question !== asked || calls.value === null) return;
    calls.value = { rows: [...calls.value.rows, ...page.rows], next: page.next };
  }

  watch([agentId, text], () => {
    if (shown) find().catch(() => undefined);
  });
  host.on('team.changed', () => void load());
  host.on('roles.changed', () => void load());
  host.onState((line) => {
    if (line === 'open') void load();
  });

  return {
    ...{ state, overview, promises, calls, failure, agentId, text, looking, load, more },
    agents: computed(() => overview.value?.agents ?? []),
    /** Until it is taken off the screen again. */
    show(on: boolean): void {
      shown = on;
      if (on) void load();
    },
    /** @throws AppError */
    async look(): Promise<void> {
      looking.value = true;
      try {
        state.value = await host.call('team.look', {});
        await load();
      } finally {
        looking.value = false;
      }
    },
    checkFolder: async (folder: string, writes: boolean): Promise<FolderFault | null> =>
      (await host.call('team.checkFolder', { folder, writes })).fault,
    /** Told once: whoever asks shows it. @throws AppError */
    async makeKey(): Promise<string> {
      const { code } = await host.call('team.makeKey', {});
      await load();
      return code;
    },
    /** @throws AppError */
    async enterKey(code: string): Promise<void> {
      await host.call('team.enterKey', { code });
      await load();
    },
    /** @throws AppError */
    async forgetKey(): Promise<void> {
      await host.call('team.forgetKey', {});
      await load();
    },
    /** This agent's day as a file. @throws AppError */
    exportDay: (day: string, reason: string) => host.call('team.exportDay', { day, reason }),
  };
});

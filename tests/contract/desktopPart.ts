import { expect } from 'vitest';
import type { Host } from '#host/host.ts';
import type { DesktopShell } from '#host/services/desktop.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { ShellState } from '#shared/domain/shell/tray.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, started } from '../host/facts.ts';

/** A desktop around the window, of which a test sees what it is shown. */
export function desktopStandIn(): { shell: DesktopShell; shown: ShellState[] } {
  const shown: ShellState[] = [];
  const shell: DesktopShell = {
    show: (state) => void shown.push(state),
    hasTray: () => Promise.resolve(true),
    autostart: () => 'refused',
  };
  return { shell, shown };
}

/** What the shell is shown, and what is chosen in it, over one line. */
export async function desktopPart(
  client: RpcClient<IeumContract>,
  host: Host,
  shown: readonly ShellState[],
  events: {
    readonly wentTo: () => Promise<unknown>;
    readonly left: () => Promise<unknown>;
    readonly changed: () => Promise<unknown>;
  },
): Promise<void> {
  expect(await client.call('desktop.state', {})).toEqual({ tray: true, autostart: 'refused' });
  expect((await client.call('app.info', {})).capabilities.desktop).toBe(true);

  await client.call('desk.claim', { deskId: newId() });
  expect(shown.at(-1)).toMatchObject({ calls: 0, talking: false, next: null, overdue: 0 });

  // The page hears of what is chosen in the tray, as of its own choice.
  const away = events.changed();
  await host.desktop.choose({ reasonId: 'meeting' });
  expect(await away).toMatchObject({ span: { kind: 'away', reasonId: 'meeting', by: 'agent' } });
  expect(shown.at(-1)?.status.span).toMatchObject({ reasonId: 'meeting' });
  const back = events.changed();
  await host.desktop.choose('available');
  expect(await back).toMatchObject({ span: { kind: 'available' } });

  // With somebody on the line it is for afterwards.
  const call = started({ direction: 'outbound' });
  await client.call('calls.append', { facts: [call] });
  expect(shown.at(-1)).toMatchObject({ calls: 1, talking: true });
  const reserved = events.changed();
  await host.desktop.choose({ reasonId: 'rest' });
  expect(await reserved).toMatchObject({
    ...{ span: { kind: 'available' }, reserved: { reasonId: 'rest', back: { minutes: 10 } } },
  });
  await client.call('calls.append', { facts: [ended(call.callId, call.at + 1_000)] });
  expect(shown.at(-1)).toMatchObject({ calls: 0, talking: false });

  // What was taken off the list while the menu was open changes nothing.
  const count = shown.length;
  await host.desktop.choose({ reasonId: 'gone' });
  expect(shown).toHaveLength(count);

  const place = events.wentTo();
  host.desktop.goTo('settings');
  expect(await place).toEqual({ place: 'settings' });
  const left = events.left();
  host.desktop.leave();
  expect(await left).toEqual({});
}

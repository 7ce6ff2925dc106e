import { v7 as uuidv7 } from 'uuid';
import { contract } from '#shared/contract/index.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { openHostPort } from './hostPort.ts';

export type Host = RpcClient<IeumContract>;

let host: Host | null = null;

/** The host behind this page: Electron's main process, or the loopback server that sent the page. */
export function useHost(): Host {
  host ??= createClient(contract, openHostPort(window), uuidv7);
  return host;
}

/** Ids of everything written: UUIDv7, so that they sort by time and several agents can merge. */
export const newId = (): string => uuidv7();

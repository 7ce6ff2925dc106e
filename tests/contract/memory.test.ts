import { createMemoryPair } from '#shared/rpc/memory.ts';
import { contractSuite } from './contractSuite.ts';
import { reconnectSuite } from './reconnectSuite.ts';
import type { MakeTransport } from './transport.ts';

const makeMemoryTransport: MakeTransport = (serve) =>
  Promise.resolve({
    connect() {
      const pair = createMemoryPair();
      serve(pair.server);
      return Promise.resolve({
        port: pair.client,
        drop: () => pair.drop(),
        restore: () => Promise.resolve(pair.restore()),
      });
    },
    stop: () => Promise.resolve(),
  });

contractSuite('memory', makeMemoryTransport);
reconnectSuite('memory', makeMemoryTransport);

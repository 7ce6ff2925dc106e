import type { BrowserContext, Page } from '@playwright/test';

/** Whoever the phone talks to: real media in a page of its own, its words said by a scripted exchange. */
export interface FarEnd {
  /** @returns an SDP offer */
  offer(callId: string): Promise<string>;
  /** The phone's answer to it. */
  accept(callId: string, answer: string): Promise<void>;
  /** @returns an SDP answer */
  answer(callId: string, offer: string): Promise<string>;
  /** RTP packets received from the phone in that call. */
  packets(callId: string): Promise<number>;
  /** How much sound has come in that call: the sum of its energy (W3C webrtc-stats). */
  energy(callId: string): Promise<number>;
  hangUp(callId: string): Promise<void>;
}

interface FarPage {
  farEnd: {
    connection(callId: string): RTCPeerConnection;
    described(connection: RTCPeerConnection): Promise<string>;
    calls: Map<string, RTCPeerConnection>;
  };
}

/** @param hz what it says all the time */
export async function openFarEnd(context: BrowserContext, hz: number): Promise<FarEnd> {
  const page = await context.newPage();
  await page.evaluate((frequency) => {
    const sound = new AudioContext();
    const voice = sound.createOscillator();
    voice.frequency.value = frequency;
    const loudness = sound.createGain();
    loudness.gain.value = 0.5;
    const out = sound.createMediaStreamDestination();
    voice.connect(loudness).connect(out);
    voice.start();
    const calls = new Map<string, RTCPeerConnection>();
    Object.assign(globalThis, {
      farEnd: {
        calls,
        connection(callId: string) {
          const connection = new RTCPeerConnection();
          calls.set(callId, connection);
          for (const track of out.stream.getTracks()) connection.addTrack(track, out.stream);
          // Chromium counts the energy of what is played.
          connection.addEventListener('track', ({ track }) => {
            const ear = new Audio();
            ear.srcObject = new MediaStream([track]);
            void ear.play();
          });
          return connection;
        },
        async described(connection: RTCPeerConnection) {
          while (connection.iceGatheringState !== 'complete') {
            await new Promise((resolve) => {
              connection.addEventListener('icegatheringstatechange', resolve, { once: true });
            });
          }
          return connection.localDescription?.sdp ?? '';
        },
      },
    } satisfies FarPage);
  }, hz);
  return farEndIn(page);
}

function farEndIn(page: Page): FarEnd {
  return {
    offer: (callId) =>
      page.evaluate(async (id) => {
        const { farEnd } = globalThis as unknown as FarPage;
        const connection = farEnd.connection(id);
        await connection.setLocalDescription(await connection.createOffer());
        return farEnd.described(connection);
      }, callId),
    accept: (callId, answer) =>
      page.evaluate(
        async ({ id, sdp }) => {
          const { farEnd } = globalThis as unknown as FarPage;
          await farEnd.calls.get(id)?.setRemoteDescription({ type: 'answer', sdp });
        },
        { id: callId, sdp: answer },
      ),
    answer: (callId, offer) =>
      page.evaluate(
        async ({ id, sdp }) => {
          const { farEnd } = globalThis as unknown as FarPage;
          const connection = farEnd.calls.get(id) ?? farEnd.connection(id);
          await connection.setRemoteDescription({ type: 'offer', sdp });
          await connection.setLocalDescription(await connection.createAnswer());
          return farEnd.described(connection);
        },
        { id: callId, sdp: offer },
      ),
    packets: (callId) => sumOf(page, callId, 'packetsReceived'),
    energy: (callId) => sumOf(page, callId, 'totalAudioEnergy'),
    hangUp: (callId) =>
      page.evaluate((id) => {
        const { farEnd } = globalThis as unknown as FarPage;
        farEnd.calls.get(id)?.close();
        farEnd.calls.delete(id);
      }, callId),
  };
}

function sumOf(
  page: Page,
  callId: string,
  what: 'packetsReceived' | 'totalAudioEnergy',
): Promise<number> {
  return page.evaluate(
    async ({ id, field }) => {
      const { farEnd } = globalThis as unknown as FarPage;
      let sum = 0;
      const reports = await farEnd.calls.get(id)?.getStats();
      reports?.forEach((report: RTCInboundRtpStreamStats) => {
        if (report.type === 'inbound-rtp') sum += report[field] ?? 0;
      });
      return sum;
    },
    { id: callId, field: what },
  );
}

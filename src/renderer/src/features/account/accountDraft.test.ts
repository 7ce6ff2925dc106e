import { describe, expect, it } from 'vitest';
import {
  checkDraft,
  completeServer,
  completeUri,
  draftOf,
  proposedServer,
} from './accountDraft.ts';
import type { AccountDraft } from './accountDraft.ts';

const typed = (parts: Partial<AccountDraft>): AccountDraft => ({
  ...draftOf(null),
  uri: '1001@pbx.example.kr',
  password: 'secret',
  server: 'wss://pbx.example.kr:8089/ws',
  ...parts,
});

const faultsOf = (parts: Partial<AccountDraft>): unknown => {
  const checked = checkDraft(typed(parts), true);
  return checked.ok ? [] : checked.faults;
};

describe('helping with the form', () => {
  it('puts sip: in front of an address', () => {
    expect(completeUri(' 1001@pbx.example.kr ')).toBe('sip:1001@pbx.example.kr');
    expect(completeUri('SIPS:1001@pbx.example.kr')).toBe('sips:1001@pbx.example.kr');
    expect(completeUri('')).toBe('');
  });

  it('reads full-width letters as what they look like', () => {
    expect(completeUri('１００１＠pbx.example.kr')).toBe('sip:1001@pbx.example.kr');
  });

  it('proposes a server once there is a domain', () => {
    expect(proposedServer('1001@pbx.example.kr')).toBe('wss://pbx.example.kr:8089/ws');
    expect(proposedServer('1001@')).toBeNull();
    expect(proposedServer('1001@pbx')).toBeNull();
  });

  it('makes an address of a bare host name, and of nothing else', () => {
    expect(completeServer('pbx.example.kr:8089/ws')).toBe('wss://pbx.example.kr:8089/ws');
    expect(completeServer('http://pbx.example.kr')).toBe('http://pbx.example.kr');
  });
});

describe('reading the form', () => {
  it('makes an account of what is needed', () => {
    expect(checkDraft(typed({}), true)).toEqual({
      ok: true,
      account: {
        uri: 'sip:1001@pbx.example.kr',
        authorizationUser: '1001',
        displayName: '',
        servers: ['wss://pbx.example.kr:8089/ws'],
        iceServers: [],
        iceTransportPolicy: 'all',
        registerExpires: 600,
      },
    });
  });

  it('takes the details', () => {
    const checked = checkDraft(
      typed({
        authorizationUser: 'desk-1001',
        displayName: '상담 1팀',
        realm: 'asterisk',
        moreServers: 'wss://b.example.kr/ws\n\n wss://c.example.kr/ws ',
        stun: 'stun:stun.example.kr:3478',
        turn: 'turn:turn.example.kr:3478',
        turnUser: 'u',
        turnPassword: 'p',
        relayOnly: true,
        expires: '300',
      }),
      true,
    );
    expect(checked.ok && checked.account).toMatchObject({
      authorizationUser: 'desk-1001',
      realm: 'asterisk',
      servers: ['wss://pbx.example.kr:8089/ws', 'wss://b.example.kr/ws', 'wss://c.example.kr/ws'],
      iceServers: [
        { urls: ['stun:stun.example.kr:3478'] },
        { urls: ['turn:turn.example.kr:3478'], username: 'u', credential: 'p' },
      ],
      iceTransportPolicy: 'relay',
      registerExpires: 300,
    });
  });

  it('shows an account again as it was typed', () => {
    const checked = checkDraft(
      typed({ turn: 'turn:t.example.kr', turnUser: 'u', relayOnly: true, realm: 'r' }),
      true,
    );
    if (!checked.ok) throw new Error('not an account');
    const again = draftOf(checked.account);
    expect(checkDraft({ ...again, password: 'x' }, true)).toEqual(checked);
  });

  it.each([
    [{ uri: '' }, [{ field: 'uri', fault: 'required' }]],
    [{ uri: '1001@' }, [{ field: 'uri', fault: 'format' }]],
    [{ password: '' }, [{ field: 'password', fault: 'required' }]],
    [{ server: '' }, [{ field: 'server', fault: 'required' }]],
    [{ relayOnly: true }, [{ field: 'turn', fault: 'required' }]],
    [{ server: 'http://pbx.example.kr' }, [{ field: 'server', fault: 'format' }]],
    [{ server: 'ws://pbx.example.kr/ws' }, [{ field: 'server', fault: 'plain' }]],
    [
      { moreServers: 'wss://b.example.kr\nftp://x' },
      [{ field: 'moreServers', fault: 'format', line: 2 }],
    ],
    [{ moreServers: 'wss://b.example.kr\n'.repeat(9) }, [{ field: 'moreServers', fault: 'many' }]],
    [{ expires: '5' }, [{ field: 'expires', fault: 'range' }]],
    [{ expires: 'soon' }, [{ field: 'expires', fault: 'range' }]],
    [{ stun: 'turn.example.kr' }, [{ field: 'stun', fault: 'format' }]],
    [{ stun: 'turn:turn.example.kr' }, [{ field: 'stun', fault: 'format' }]],
    [{ turn: 'turn.example.kr' }, [{ field: 'turn', fault: 'format' }]],
    [{ stun: 'stun:s.example.kr', turn: 'nonsense' }, [{ field: 'turn', fault: 'format' }]],
    [{ displayName: 'x'.repeat(129) }, [{ field: 'displayName', fault: 'length' }]],
  ])('says what is wrong with %j', (parts, faults) => {
    expect(faultsOf(parts)).toEqual(faults);
  });

  it('asks for no password when one is kept', () => {
    expect(checkDraft(typed({ password: '' }), false).ok).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { isMediaFine, mediaReach } from './selfTest.ts';
import type { CandidateKind, MediaReach } from './selfTest.ts';

const STUN = 'stun:stun.example.com';
const TURN = 'turns:turn.example.com:5349';

describe('the way of the sound', () => {
  it.each<[string, CandidateKind[], string[], MediaReach, boolean]>([
    ['own network only, nothing configured', ['host'], [], 'ready', true],
    ['not one address', [], [], 'no-address', false],
    ['STUN that answers', ['host', 'srflx'], [STUN], 'ready', true],
    ['STUN that does not', ['host'], [STUN], 'no-reflexive', false],
    ['TURN that lets us in', ['host', 'relay'], [STUN, TURN], 'relay-ready', true],
    ['TURN that does not, though STUN answers', ['host', 'srflx'], [STUN, TURN], 'no-relay', false],
  ])('%s', (_case, kinds, urls, reach, fine) => {
    expect(mediaReach(new Set(kinds), urls)).toBe(reach);
    expect(isMediaFine(reach)).toBe(fine);
  });
});

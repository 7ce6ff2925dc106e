import { describe, expect, it } from 'vitest';
import {
  nextDeadline,
  startConversation,
  stepConversation,
  type Conversation,
  type ConversationEvent,
} from './conversation.ts';
import type { PracticeScenario } from './scenario.ts';

const say = (id: string) => ({ id, say: { ko: id, en: id }, audio: `audio/test/${id}.ogg` });

const scenario: PracticeScenario = {
  kind: 'scenario',
  id: 'test',
  version: 1,
  title: { ko: '시험', en: 'Test' },
  summary: { ko: '시험', en: 'Test' },
  direction: 'incoming',
  caller: { name: '홍길동', number: '010-0000-9999' },
  mood: 'calm',
  script: { id: 'difficult', trigger: 'deadline' },
  trueNeed: { ko: '시험', en: 'Test' },
  voice: { name: 'ko', speed: 150, pitch: 50, gap: 0 },
  opening: { kind: 'listen', maxMs: 5_000 },
  lines: [
    { ...say('one'), pauseMs: 100, then: { kind: 'listen', maxMs: 10_000 } },
    { ...say('two'), pauseMs: 100, then: { kind: 'continue' } },
    { ...say('three'), pauseMs: 100, then: { kind: 'hangUp' } },
  ],
  reactions: {
    resumed: [say('back')],
    silence: [say('hello-1'), say('hello-2')],
    steps: [],
    missed: [],
    handedOn: say('to-them'),
  },
  limits: {
    turnGapMs: 1_200,
    replyMs: 4_000,
    silenceMs: 6_000,
    silentTurns: 2,
    ringMs: 30_000,
    holdMs: 60_000,
    callMs: 300_000,
  },
};

/** Plays a conversation on virtual time and writes down what the customer does. */
function play(start = 0, played = scenario) {
  let state: Conversation = startConversation(played, start);
  let at = start;
  const log: string[] = [];
  function send(event: ConversationEvent): void {
    const step = stepConversation(state, event, played);
    state = step.state;
    for (const command of step.commands) {
      log.push(command.type === 'say' ? command.spoken.id : command.type);
      if (command.type === 'hangUp') log.push(command.reason);
    }
  }
  const player = {
    log,
    get phase() {
      return state.phase.kind;
    },
    /** Time passes; every deadline on the way is met. */
    wait(ms: number) {
      const until = at + ms;
      for (let due = nextDeadline(state, played); due !== null && due <= until;) {
        at = Math.max(at, due);
        send({ type: 'time', at });
        const following = nextDeadline(state, played);
        if (following === due && state.phase.kind !== 'over') throw new Error(`stuck at ${due}`);
        due = following;
      }
      at = until;
      return player;
    },
    voice(speaking: boolean) {
      send({ type: 'voice', speaking, at });
      return player;
    },
    said(id: string) {
      send({ type: 'said', id, at });
      return player;
    },
    held() {
      send({ type: 'held', at });
      return player;
    },
    resumed() {
      send({ type: 'resumed', at });
      return player;
    },
    handedOn() {
      send({ type: 'handedOn' });
      return player;
    },
    guided(stepId: string, how: 'next' | 'choice' | 'skip' | 'back' | 'jump' = 'next') {
      send({ type: 'guided', stepId, how, at });
      return player;
    },
  };
  return player;
}

/** The agent speaks for a second. */
const speak = (player: ReturnType<typeof play>) => player.voice(true).wait(1_000).voice(false);

describe('a conversation', () => {
  it('waits for the greeting, takes turns, and ends after the last line', () => {
    const player = play();
    speak(player.wait(500));
    expect(player.wait(1_199).log).toEqual([]);
    expect(player.wait(101).log).toEqual(['one']);
    speak(player.said('one')).wait(1_300);
    expect(player.log).toEqual(['one', 'two']);
    player.said('two').wait(100).said('three');
    expect(player.log).toEqual(['one', 'two', 'three', 'hangUp', 'finished']);
    expect(player.phase).toBe('over');
  });

  it('does not take a short pause for the end of a turn', () => {
    const player = play();
    speak(player).wait(1_000);
    speak(player).wait(1_000);
    expect(player.log).toEqual([]);
    expect(player.wait(300).log).toEqual(['one']);
  });

  it('goes on after the longest wait although the agent never falls quiet', () => {
    expect(play().voice(true).wait(5_100).log).toEqual(['one']);
  });

  it('asks once a turn when nothing is heard, then goes on, then gives up', () => {
    const player = play();
    speak(player).wait(1_300);
    player.said('one').wait(6_000);
    expect(player.log).toEqual(['one', 'hello-1']);
    player.said('hello-1').wait(4_100);
    expect(player.log).toEqual(['one', 'hello-1', 'two']);
    const silent = play().wait(5_100);
    expect(silent.log).toEqual(['one']);
    silent.said('one').wait(6_000).said('hello-1').wait(4_000);
    expect(silent.log).toEqual(['one', 'hello-1', 'hangUp', 'silence']);
  });

  it('counts voice that had begun before the customer finished', () => {
    const player = play();
    speak(player).wait(1_300);
    player.voice(true).said('one').wait(500).voice(false).wait(1_300);
    expect(player.log).toEqual(['one', 'two']);
  });

  it('stops on hold, asks when taken back, and says the interrupted line again', () => {
    const player = play();
    speak(player).wait(1_300);
    expect(player.held().log).toEqual(['one', 'stopSaying']);
    // Late news of the line that was cut off changes nothing.
    player.said('one').wait(30_000);
    expect(player.log).toHaveLength(2);
    player.resumed().wait(700);
    expect(player.log.at(-1)).toBe('back');
    speak(player.said('back')).wait(1_300);
    expect(player.log.at(-1)).toBe('one');
  });

  it('hangs up after too long on hold, and after too long a call', () => {
    expect(play().held().wait(60_000).log).toEqual(['hangUp', 'hold']);
    expect(play().voice(true).wait(5_100).wait(300_000).log).toEqual([
      'one',
      'stopSaying',
      'hangUp',
      'callLimit',
    ]);
  });

  it('ignores everything once it is over', () => {
    const player = play().held().wait(60_000);
    player.resumed().voice(true).said('one').wait(1_000_000);
    expect(player.log).toEqual(['hangUp', 'hold']);
  });
});

describe('a customer who reacts to what the agent does', () => {
  const reacting: PracticeScenario = {
    ...scenario,
    lines: [
      { ...say('one'), pauseMs: 100, then: { kind: 'listen', maxMs: 10_000 } },
      { ...say('two'), pauseMs: 100, then: { kind: 'listen', maxMs: 10_000 } },
      { ...say('three'), pauseMs: 100, then: { kind: 'hangUp' } },
    ],
    reactions: {
      ...scenario.reactions,
      steps: [
        { ...say('thanks-for-sorry'), steps: ['apologise', 'deadline'] },
        { ...say('that-helps'), steps: ['options'] },
      ],
      missed: [{ ...say('not-even-sorry'), steps: ['apologise', 'deadline'], by: 'two' }],
    },
  };
  /** The customer has said the first line and listens. */
  function afterOne() {
    const player = play(0, reacting);
    speak(player).wait(1_300).said('one');
    player.log.length = 0;
    return player;
  }

  it('says so at the beginning of its next turn, and never in the middle of the agent’s', () => {
    const player = afterOne();
    player.voice(true).guided('apologise').wait(2_000);
    expect(player.log).toEqual([]);
    player.voice(false).wait(1_300);
    expect(player.log).toEqual(['thanks-for-sorry']);
  });

  it('then listens, and goes on with its own line in the turn after that', () => {
    const player = afterOne();
    player.guided('apologise');
    speak(player).wait(1_300).said('thanks-for-sorry');
    speak(player).wait(1_300);
    expect(player.log).toEqual(['thanks-for-sorry', 'two']);
  });

  it('says each once, however often the step is taken', () => {
    const player = afterOne();
    player.guided('apologise').guided('apologise');
    speak(player).wait(1_300).said('thanks-for-sorry');
    player.guided('apologise');
    speak(player).wait(1_300);
    expect(player.log).toEqual(['thanks-for-sorry', 'two']);
  });

  it('answers several steps in the order they were taken, one a turn', () => {
    const player = afterOne();
    player.guided('options', 'choice').guided('apologise');
    speak(player).wait(1_300).said('that-helps');
    speak(player).wait(1_300).said('thanks-for-sorry');
    speak(player).wait(1_300);
    expect(player.log).toEqual(['that-helps', 'thanks-for-sorry', 'two']);
  });

  it('takes the same thing for said at whichever step the agent came by', () => {
    const player = afterOne();
    player.guided('deadline').guided('apologise');
    speak(player).wait(1_300).said('thanks-for-sorry');
    speak(player).wait(1_300);
    expect(player.log).toEqual(['thanks-for-sorry', 'two']);
  });

  it.each(['skip', 'back', 'jump'] as const)('does not take “%s” for a step taken', (how) => {
    const player = afterOne();
    player.guided('options', how);
    player.guided('apologise');
    speak(player).wait(1_300).said('thanks-for-sorry');
    speak(player).wait(1_300);
    expect(player.log).toEqual(['thanks-for-sorry', 'two']);
  });

  it('says what it missed before the line by which it was due, once', () => {
    const player = afterOne();
    player.guided('apologise', 'skip');
    speak(player).wait(1_300).said('not-even-sorry');
    speak(player).wait(1_300);
    expect(player.log).toEqual(['not-even-sorry', 'two']);
  });

  it('still answers the step when it comes late, and no longer misses it', () => {
    const player = afterOne();
    player.guided('options', 'skip');
    speak(player).wait(1_300).said('not-even-sorry').guided('apologise');
    speak(player).wait(1_300).said('thanks-for-sorry');
    speak(player).wait(1_300);
    expect(player.log).toEqual(['not-even-sorry', 'thanks-for-sorry', 'two']);
  });

  it('misses nothing of an agent who uses no script: nobody knows what was passed over', () => {
    const player = afterOne();
    speak(player).wait(1_300);
    expect(player.log).toEqual(['two']);
  });

  it('misses nothing either when the script was opened only after that line', () => {
    const player = afterOne();
    speak(player).wait(1_300).said('two').guided('options', 'skip');
    speak(player).wait(1_300);
    expect(player.log).toEqual(['two', 'three']);
  });

  it('says nothing on hold, and after it what was due or cut off', () => {
    const player = afterOne();
    player.held().guided('apologise').wait(30_000);
    expect(player.log).toEqual([]);
    speak(player.resumed().wait(700).said('back')).wait(1_300);
    expect(player.log).toEqual(['back', 'thanks-for-sorry']);
    player.held().resumed().wait(700).said('back');
    speak(player).wait(1_300).said('thanks-for-sorry');
    speak(player).wait(1_300);
    expect(player.log.slice(2)).toEqual(['stopSaying', 'back', 'thanks-for-sorry', 'two']);
  });

  it('still hangs up by itself: after its last words, too long on hold, too much silence', () => {
    const finished = afterOne();
    finished.guided('apologise');
    speak(finished).wait(1_300).said('thanks-for-sorry');
    speak(finished).wait(1_300).said('two');
    speak(finished).wait(1_300).said('three');
    expect(finished.log.slice(-2)).toEqual(['hangUp', 'finished']);
    expect(afterOne().guided('apologise').held().wait(60_000).log).toEqual(['hangUp', 'hold']);
    const silent = afterOne().guided('apologise').wait(6_000).said('hello-1').wait(4_100);
    silent.said('thanks-for-sorry').wait(4_000);
    expect(silent.log.slice(-2)).toEqual(['hangUp', 'silence']);
  });
});

describe('a customer who is handed on', () => {
  it('breaks off for the last words, and nothing of the conversation follows them', () => {
    const player = play();
    speak(player.wait(500));
    player.wait(1_300).handedOn();
    expect(player.log).toEqual(['one', 'stopSaying', 'to-them']);
    player.said('to-them').wait(400_000).resumed().wait(5_000);
    expect(player.log).toEqual(['one', 'stopSaying', 'to-them']);
    expect(player.phase).toBe('over');
  });

  it('says them on hold as well: the agent reads what they would have heard', () => {
    expect(play().wait(500).held().handedOn().log).toEqual(['to-them']);
  });
});

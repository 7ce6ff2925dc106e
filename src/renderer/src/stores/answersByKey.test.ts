import { describe, expect, it } from 'vitest';
import { effect, nextTick } from 'vue';
import { answersByKey } from './answersByKey.ts';

/** Somebody who answers when the test lets them. */
function someoneToAsk() {
  const questions: { keys: string[]; answer(found: Record<string, string>): Promise<void> }[] = [];
  const find = (keys: string[]): Promise<ReadonlyMap<string, string>> =>
    new Promise((resolve) => {
      const answer = async (found: Record<string, string>): Promise<void> => {
        resolve(new Map(Object.entries(found)));
        await nextTick();
      };
      questions.push({ keys, answer });
    });
  return { find, questions };
}

describe('answers by key', () => {
  it('asks together for what is looked at in one turn', async () => {
    const { find, questions } = someoneToAsk();
    const answers = answersByKey(find);
    answers.of('a');
    answers.of('b');
    await nextTick();
    expect(questions.map(({ keys }) => keys)).toEqual([['a', 'b']]);
    await questions[0]?.answer({ a: '김' });
    expect([answers.of('a'), answers.of('b')]).toEqual(['김', null]);
    await nextTick();
    expect(questions).toHaveLength(1);
  });

  it('does not ask again for what is on the way, however often it is looked at', async () => {
    const { find, questions } = someoneToAsk();
    const answers = answersByKey(find);
    answers.of('a');
    await nextTick();
    answers.of('a');
    answers.of('b');
    answers.of('a');
    await questions[0]?.answer({ a: '김' });
    expect(questions.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
  });

  it("is told to those who look at that key, and to nobody for another's", async () => {
    const { find, questions } = someoneToAsk();
    const answers = answersByKey(find);
    const seen: (string | null)[] = [];
    effect(() => void seen.push(answers.of('a')));
    await nextTick();
    await questions[0]?.answer({ a: '김' });
    answers.of('b');
    await nextTick();
    await questions[1]?.answer({ b: '이' });
    expect(seen).toEqual([null, '김']);
  });

  it('asks anew after a change, also for what was on the way when it came', async () => {
    const { find, questions } = someoneToAsk();
    const answers = answersByKey(find);
    answers.of('a');
    await nextTick();
    answers.refresh();
    await questions[0]?.answer({ a: '김' });
    expect(questions.map(({ keys }) => keys)).toEqual([['a'], ['a']]);
    await questions[1]?.answer({ a: '이' });
    expect(answers.of('a')).toBe('이');
  });

  it('goes on after a question that failed', async () => {
    let fails = true;
    const answers = answersByKey((keys) =>
      fails ? Promise.reject(new Error('closed')) : Promise.resolve(new Map([[keys[0] ?? '', 1]])),
    );
    answers.of('a');
    await nextTick();
    await nextTick();
    fails = false;
    answers.of('a');
    await nextTick();
    await nextTick();
    expect(answers.of('a')).toBe(1);
  });

  it('asks for no empty and no endless key', async () => {
    const { find, questions } = someoneToAsk();
    const answers = answersByKey(find);
    answers.of('');
    answers.of('1'.repeat(129));
    await nextTick();
    expect(questions).toEqual([]);
  });
});

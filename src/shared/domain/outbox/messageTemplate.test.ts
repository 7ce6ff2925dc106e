import { describe, expect, it } from 'vitest';
import { measure, SMS_BYTES } from '../message/meter.ts';
import { messageTemplateSchema } from './messageTemplate.ts';
import type { MessageTemplate } from './messageTemplate.ts';
import { messageTemplateFaults } from './messageTemplateCheck.ts';
import { SHIPPED_TEMPLATES } from './messageTemplateDefaults.ts';
import { fieldsBetween } from './messageTemplateDiff.ts';
import { changesOfFile, readTemplateFile, templateFileText } from './messageTemplateFile.ts';
import { askedTokens, fillMessage } from './messageTemplateFill.ts';
import type { TemplateFacts } from './messageTemplateFill.ts';
import { fits, offersOf } from './messageTemplateOffer.ts';
import type { OfferAbout } from './messageTemplateOffer.ts';
import { sampleFacts } from './messageTemplateSample.ts';

const NOW = new Date(2026, 10, 26, 10, 0).getTime();
const template = (over: Partial<MessageTemplate> = {}): MessageTemplate => ({
  ...messageTemplateSchema.parse({
    ...{ id: 'mine', name: '배송 확인', language: 'ko', body: '접수했습니다. {합의}.' },
  }),
  ...over,
});
const NOTHING: TemplateFacts = {
  ...{ company: '', agent: '', customer: '', topic: '', agreed: [], product: '', callback: '' },
  ...{ window: null, reservation: null, reason: '', back: null, alternate: '', now: NOW },
};

describe('a template of a text', () => {
  it('is filled with what is known of the call', () => {
    const words =
      '<[{회사}] >{고객}님, {상품} {용건} 건입니다.\n- {합의}\n{약속}에 {번호}로 전화드립니다.';
    const { body } = fillMessage(template({ body: words }), sampleFacts('ko', NOW));
    expect(body.split('\n')).toEqual([
      '[한빛전자] 홍길동님, 무선 청소기 A5 배송 지연 건입니다.',
      '- 새 제품을 내일 보내 드림',
      '- 배송비는 받지 않음',
      '11/27(금) 15:00~17:00에 02-555-0123로 전화드립니다.',
    ]);
  });

  it('loses with a sentence what nobody knows, and never has a hole', () => {
    const words =
      '<[{회사}] >접수했습니다. {약속}에 전화드리겠습니다.\n준비물: {준비물}\n담당: {상담사}';
    const known = { ...NOTHING, agent: '김서연', window: { from: NOW - 2, to: NOW - 1 } };
    expect(fillMessage(template({ body: words }), known).body).toBe('접수했습니다.\n담당: 김서연');
  });

  it('has one full stop, whether or not what was agreed has one', () => {
    const body = (agreed: string[]): string => fillMessage(template(), { ...NOTHING, agreed }).body;
    expect(body(['내일 보냄'])).toBe('접수했습니다. 내일 보냄.');
    expect(body(['내일 보냅니다.', '무료입니다.'])).toBe(
      '접수했습니다. 내일 보냅니다. 무료입니다.',
    );
  });

  it('has the particle that the value asks for', () => {
    const one = template({
      body: '안내합니다. {번호}(으)로 연락해 주십시오. {상품}을(를) 보냅니다.',
    });
    const facts = { ...NOTHING, callback: '02-123-4560', product: '청소기' };
    expect(fillMessage(one, facts).body).toBe(
      '안내합니다. 02-123-4560으로 연락해 주십시오. 청소기를 보냅니다.',
    );
  });

  it('asks for what nobody knows, and for nothing that has a field of its own', () => {
    const words = { body: '{상품} {약속} {합의} {고객}님 {번호}', subject: '[{회사}]' };
    const one = template(words);
    expect(askedTokens(one, { ...NOTHING, customer: '홍길동' })).toEqual([
      ...['company', 'product', 'callback'],
    ]);
    const said = { product: '청소기', callback: '' };
    expect(fillMessage({ ...one, body: '{상품} 안내.\n{번호}' }, NOTHING, said).body).toBe(
      '청소기 안내.',
    );
  });
});

describe('the check of a template', () => {
  const codes = (over: Partial<MessageTemplate>, others: MessageTemplate[] = []) =>
    messageTemplateFaults(template(over), others, NOW).map(({ code, path }) => [code, path]);

  it('finds nothing in one that is right', () => expect(codes({})).toEqual([]));

  it.each<[string, Partial<MessageTemplate>, string[][]]>([
    ['an empty name', { name: ' ' }, [['empty', 'name']]],
    ['a long name', { name: 'ㄱ'.repeat(61) }, [['too-long', 'name']]],
    ['no words', { body: '' }, [['empty', 'body']]],
    ['an unknown token', { body: '안녕하세요. {고객명}님' }, [['token', 'body']]],
    ['a reservation elsewhere', { body: '안녕하세요. {장소}' }, [['reservation-token', 'body']]],
    ['a bracket', { body: '<안녕하세요.' }, [['bracket', 'body']]],
    ['a picture', { body: '안녕하세요. 😀' }, [['characters', 'body']]],
    ['tokens alone', { body: '{합의}' }, [['hollow', 'body']]],
    ['a token in the subject', { subject: '{성함}' }, [['token', 'subject']]],
    ['a long subject', { subject: '가'.repeat(21) }, [['subject-bytes', 'subject']]],
    ['too many bytes', { body: '가'.repeat(1_001) }, [['too-many-bytes', 'body']]],
    [
      'too many bytes once filled',
      { body: `가. ${'{합의}.'.repeat(80)}` },
      [['too-many-bytes', 'body']],
    ],
    ['a company without a name', { companies: ['한빛', ''] }, [['empty', 'companies[1]']]],
    ['a strange type', { types: ['A B'] }, [['shape', 'types[0]']]],
  ])('finds %s, and where', (_what, over, faults) => expect(codes(over)).toEqual(faults));

  it('says where in the words it stands', () => {
    const [fault] = messageTemplateFaults(template({ body: '안녕. {고객명}님' }), [], NOW);
    expect(fault).toMatchObject({ from: 4, to: 9, what: '{고객명}' });
  });

  it('takes no name twice in one language, but one of a retired template', () => {
    const other = template({ id: 'other', name: '배송  확인'.replace('  ', ' ') });
    expect(codes({}, [other])).toEqual([['name-taken', 'name']]);
    expect(codes({}, [template()])).toEqual([]);
    expect(codes({}, [{ ...other, retired: true }])).toEqual([]);
    expect(codes({}, [{ ...other, language: 'en' }])).toEqual([]);
  });
});

describe('the templates that come with the app', () => {
  it('are eight in each language, under ids of their own', () => {
    expect(SHIPPED_TEMPLATES.filter(({ language }) => language === 'ko')).toHaveLength(8);
    expect(SHIPPED_TEMPLATES.filter(({ language }) => language === 'en')).toHaveLength(8);
    expect(new Set(SHIPPED_TEMPLATES.map(({ id }) => id)).size).toBe(16);
  });

  it.each(SHIPPED_TEMPLATES)('$id has no fault', (one) => {
    expect(messageTemplateFaults(one, SHIPPED_TEMPLATES, NOW)).toEqual([]);
  });

  it.each(SHIPPED_TEMPLATES)('$id says something whole when nothing is known', (one) => {
    const { body, subject } = fillMessage(one, NOTHING);
    expect(body).not.toMatch(/[{}<>]|: *$|\( *\)/m);
    expect(body).toMatch(/[.?]$/m);
    expect(`${subject}`).not.toMatch(/[{}<>]/);
    expect(measure({ body, subject: '', attachments: 0 }, 'cp949').units).toBeLessThanOrEqual(
      one.id.startsWith('corrected') || one.id.startsWith('changed') ? 2_000 : SMS_BYTES,
    );
  });

  it('are in polite Korean', () => {
    for (const { body, language } of SHIPPED_TEMPLATES) {
      if (language !== 'ko') continue;
      const sentences = body.match(/[가-힣]+\./g) ?? [];
      expect(sentences.filter((end) => !/(니다|십시오)\.$/.test(end))).toEqual([]);
    }
  });
});

describe('what is offered', () => {
  const about: OfferAbout = {
    ...{ company: '한빛', language: 'ko', types: ['deadline', 'deadline-visit'], reasonId: null },
    ...{ strategy: 'detail', notice: 'booked' },
  };

  it.each<[string, Partial<MessageTemplate>, boolean]>([
    ['anything', {}, true],
    ['a retired one', { retired: true }, false],
    ['of this company', { companies: ['두빛', '한빛'] }, true],
    ['of another company', { companies: ['두빛'] }, false],
    ['of this strategy', { strategy: 'detail' }, true],
    ['of another strategy', { strategy: 'confirmation' }, false],
    ['of a type above', { types: ['deadline'] }, true],
    ['of another type', { types: ['billing'] }, false],
    ['of an absence', { reasons: ['meeting'] }, false],
    ['of the type or an absence', { types: ['deadline'], reasons: ['meeting'] }, true],
    ['of a change', { notice: 'changed' }, false],
  ])('%s', (_what, over, offered) => expect(fits(template(over), about)).toBe(offered));

  it('may be of any company while nobody has said which', () => {
    expect(fits(template({ companies: ['두빛'] }), { ...about, company: '' })).toBe(true);
  });

  it('goes by the reason of an absence', () => {
    const away = { ...about, types: [], reasonId: 'meeting' };
    expect(fits(template({ reasons: ['meeting'] }), away)).toBe(true);
    expect(fits(template({ reasons: ['meal'] }), away)).toBe(false);
  });

  it('is a notice of the change where there is one', () => {
    const changed = { ...about, strategy: 'reservation', notice: 'changed' } as const;
    const { fitting } = offersOf(SHIPPED_TEMPLATES, changed);
    expect(fitting.map(({ id }) => id)).toEqual(['changed-ko', 'changed-en']);
  });

  it('has the closest first, and what is of another language last', () => {
    const { fitting, others } = offersOf(SHIPPED_TEMPLATES, about);
    expect(fitting.map(({ id }) => id)).toEqual([
      ...['delayed-ko', 'detail-ko', 'corrected-ko', 'delayed-en', 'detail-en', 'corrected-en'],
    ]);
    expect(others.map(({ id }) => id)).toContain('booked-ko');
  });

  it.each([
    ['지연', 'delayed-ko'],
    ['ㅊㄹㅈㅇ', 'delayed-ko'],
    ['Delay', 'delayed-en'],
  ])('is found by %s', (typed, id) => {
    expect(offersOf(SHIPPED_TEMPLATES, about, typed).fitting[0]?.id).toBe(id);
  });
});

describe('a file of templates', () => {
  const text = templateFileText(SHIPPED_TEMPLATES);
  const read = (changed: string, current: readonly MessageTemplate[] = []) =>
    readTemplateFile(changed, current, NOW);

  it('comes back as it went, with or without a byte order mark', () => {
    expect(read(text)).toEqual({ templates: SHIPPED_TEMPLATES, faults: [] });
    expect(read(`\uFEFF${text}`).templates).toHaveLength(16);
  });

  it.each([
    ['no JSON', 'not-json', '{', ''],
    ['another file', 'another-file', '{"kind":"other"}', ''],
    ['a later format', 'shape', text.replace('"format": 1', '"format": 2'), 'format'],
    [
      'no templates',
      'empty',
      '{"kind":"ieum-message-templates","format":1,"templates":[]}',
      'templates',
    ],
    ['a wrong token', 'token', text.replace('{합의}', '{합이}'), 'templates[0].body'],
    ['an empty name', 'empty', text.replace('"간단한 확인"', '""'), 'templates[0].name'],
    ['an unknown field', 'shape', text.replace('"id":', '"di":1,"id":'), 'templates[0]'],
    ['an id twice', 'id-twice', text.replace('detail-ko', 'confirmation-ko'), 'templates[1].id'],
  ])('that is %s is refused by its place', (_what, code, changed, path) => {
    const { templates, faults } = read(changed);
    expect(templates).toEqual([]);
    expect(faults).toContainEqual(expect.objectContaining({ code, path }));
  });

  it('may not take the name of one that it does not change', () => {
    const other = template({ name: '간단한 확인' });
    expect(read(text, [other]).faults).toMatchObject([{ code: 'name-taken' }]);
    // Two may change places.
    const [a, b, ...rest] = SHIPPED_TEMPLATES;
    if (!a || !b) throw new Error('two');
    const swapped = [{ ...a, name: b.name }, { ...b, name: a.name }, ...rest];
    expect(read(templateFileText(swapped), SHIPPED_TEMPLATES).faults).toEqual([]);
  });

  it('says what it would change, field by field', () => {
    const [first, second] = SHIPPED_TEMPLATES;
    if (!first || !second) throw new Error('two');
    const mine = template();
    const changed = { ...second, body: '바뀜.', companies: ['한빛'] };
    expect(changesOfFile([mine, first, changed], SHIPPED_TEMPLATES)).toEqual([
      { id: 'mine', name: mine.name, what: 'new', fields: [] },
      { id: first.id, name: first.name, what: 'same', fields: [] },
      { id: second.id, name: second.name, what: 'changed', fields: ['body', 'companies'] },
    ]);
    const types = { types: ['a', 'b'] };
    expect(fieldsBetween(template(types), template({ types: ['b', 'a'] }))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Consent, CustomerFact, CustomerRow } from './customer.ts';
import { rowOf } from './record.ts';
import { consentMarks, newsletterTo, unite } from './unite.ts';

const MOBILE = { number: '010-9999-1234', e164: '+821099991234' };
const OFFICE = { number: '02-5555-1234', e164: '+82255551234' };

function row(id: string, change: Partial<CustomerRow> = {}): CustomerRow {
  const facts: CustomerFact[] = [
    { id: `${id}-0`, customerId: id, at: 1, type: 'created', numbers: [] },
  ];
  return { ...rowOf(id, facts, 'agent')!, ...change };
}

function consent(id: string, given: boolean, on: number): Consent {
  return { id, kind: 'newsletter', given, on, at: on, source: '전화' };
}

describe('one card of several', () => {
  it('puts the first before the others, fills what is empty, and says whose each number is', () => {
    const card = unite(row('kim', { name: '', numbers: [MOBILE] }), [
      row('lee', {
        name: '이하늘',
        numbers: [MOBILE, OFFICE],
        addresses: { mail: 'a@example.com', messenger: '', newsletter: '' },
        merged: { into: 'kim', fact: 'm', at: 9, reason: 'hand' },
      }),
    ]);
    expect(card).toMatchObject({
      id: 'kim',
      name: '이하늘',
      numbers: [
        { ...MOBILE, customerId: 'kim' },
        { ...OFFICE, customerId: 'lee' },
      ],
      addresses: { mail: 'a@example.com' },
      absorbed: [{ id: 'lee', fact: 'm' }],
    });
  });

  it('knows a withdrawal from whichever card it is on', () => {
    const card = unite(row('kim', { consents: [consent('a', true, 1)] }), [
      row('lee', { consents: [consent('b', false, 2)] }),
    ]);
    expect(consentMarks(card.consents)).toMatchObject([
      { kind: 'informational', consent: null },
      { kind: 'advertising', consent: null },
      { kind: 'advertising-night', consent: null },
      { kind: 'recording', consent: null },
      { kind: 'newsletter', consent: { given: false } },
    ]);
  });
});

describe('the newsletter', () => {
  const addresses = { mail: 'a@example.com', messenger: '', newsletter: '' };

  it('goes nowhere without consent, nor after it was withdrawn', () => {
    expect(newsletterTo({ addresses, consents: [] })).toBeNull();
    const withdrawn = [consent('a', true, 1), consent('b', false, 2)];
    expect(newsletterTo({ addresses, consents: withdrawn })).toBeNull();
  });

  it('goes to its own address, else to the mail', () => {
    const consents = [consent('a', true, 1)];
    expect(newsletterTo({ addresses, consents })).toBe('a@example.com');
    const own = { ...addresses, newsletter: 'news@example.com' };
    expect(newsletterTo({ addresses: own, consents })).toBe('news@example.com');
    const none = { ...addresses, mail: '' };
    expect(newsletterTo({ addresses: none, consents })).toBeNull();
  });
});

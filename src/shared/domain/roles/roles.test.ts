import { describe, expect, it } from 'vitest';
import { LEAD_ACTIONS, may } from './roles.ts';

describe('what may be done', () => {
  const rest = LEAD_ACTIONS.filter((action) => action !== 'exportUnmasked');

  it('is everything for one person alone, but exports as they are need the administrator', () => {
    const alone = { role: 'agent', hasLead: false } as const;
    for (const action of rest) expect(may(action, { ...alone, unmasked: undefined })).toBe(true);
    expect(may('exportUnmasked', { ...alone, unmasked: undefined })).toBe(false);
    expect(may('exportUnmasked', { ...alone, unmasked: false })).toBe(false);
    expect(may('exportUnmasked', { ...alone, unmasked: true })).toBe(true);
  });

  it.each(LEAD_ACTIONS)('%s is the lead’s where there is one', (action) => {
    const team = { hasLead: true, unmasked: undefined };
    expect(may(action, { ...team, role: 'agent' })).toBe(false);
    expect(may(action, { ...team, role: 'lead' })).toBe(true);
  });

  it('stays forbidden to the lead where the administrator forbids exports as they are', () => {
    const lead = { role: 'lead', hasLead: true } as const;
    expect(may('exportUnmasked', { ...lead, unmasked: false })).toBe(false);
    // Allowed to the computer is not allowed to whoever sits at it.
    expect(may('exportUnmasked', { ...lead, role: 'agent', unmasked: true })).toBe(false);
  });
});

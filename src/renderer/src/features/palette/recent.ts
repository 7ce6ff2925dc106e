const KEPT = 'ieum.palette';
const MOST = 5;

/** Ids of what was chosen last, newest first. Kinds that name a person are never kept. */
export function recentIds(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function remember(id: string): void {
  if (/^(customer|contact|promise|call\.[0-9a-f]{8}-)/.test(id)) return;
  const ids = [id, ...recentIds().filter((one) => one !== id)].slice(0, MOST);
  try {
    localStorage.setItem(KEPT, JSON.stringify(ids));
  } catch {
    // A full storage costs the short list and nothing else.
  }
}

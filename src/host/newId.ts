import { v7 } from 'uuid';

/** A UUIDv7 (RFC 9562 §5.7): ordered by time, so that index pages fill one after another. */
export function newId(): string {
  return v7();
}

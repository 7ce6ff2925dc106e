/** A run of digits with what people write between them. Seven digits and more may be a number. */
const NUMBER = /\+?\d(?:[\s\-.()]{0,2}\d){6,}/g;
/** IPv4. */
const NETWORK_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/**
 * The one way a telephone number is made unreadable: `010-****-1234`. The first three and the last
 * four digits stay of a whole number, the last two of a shorter one; never fewer than four are hidden.
 */
export function maskNumber(number: string): string {
  // +82 10 and 010 are one number, and read as one.
  const digits = number.replace(/\D/g, '').replace(/^82(?=\d{8,10}$)/, '0');
  if (digits.length >= 11) return `${digits.slice(0, 3)}-****-${digits.slice(-4)}`;
  return `****${digits.slice(-Math.min(4, Math.max(0, digits.length - 6)))}`;
}

/** Every number in a text. Shorter runs of digits, such as an extension or a time, stay. */
export function maskNumbers(text: string): string {
  return text.replace(NUMBER, (run) => (NETWORK_ADDRESS.test(run) ? run : maskNumber(run)));
}

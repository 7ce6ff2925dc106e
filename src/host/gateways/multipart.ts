import type { OutgoingText } from './gateway.ts';
import type { GatewayRequest } from './transport.ts';

type File = OutgoingText['attachments'][number] & { readonly field: string };

/**
 * A form with files. RFC 7578.
 * @param boundary what stands in none of its parts: random
 */
export function multipart(
  url: string,
  fields: Readonly<Record<string, string>>,
  files: readonly File[],
  boundary: string,
): GatewayRequest {
  const parts: Uint8Array[] = [];
  const write = (text: string): void => void parts.push(Buffer.from(text, 'utf8'));
  for (const [name, value] of Object.entries(fields)) {
    if (value === '') continue;
    write(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  for (const { field, name, type, bytes } of files) {
    // A name ends neither its quotes nor its line.
    const plain = name.replace(/["\r\n\\]/g, '_');
    write(
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${plain}"\r\n` +
        `content-type: ${type}\r\n\r\n`,
    );
    parts.push(bytes);
    write('\r\n');
  }
  write(`--${boundary}--\r\n`);
  return {
    ...{ method: 'POST', url, body: Buffer.concat(parts) },
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

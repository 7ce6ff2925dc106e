import type { Mapping } from '#shared/domain/contact/columns.ts';
import ReadWorker from './contactFile.worker.ts?worker';
import type { FileAnswer, FileQuestion } from './contactFileMessages.ts';

/** An address book's file, read beside the page. */
export interface ContactFile {
  open(bytes: Uint8Array): Promise<FileAnswer>;
  map(mapping: Mapping): Promise<FileAnswer>;
  piece(from: number, count: number): Promise<FileAnswer>;
  close(): void;
}

export function openContactFile(): ContactFile {
  const worker = new ReadWorker();

  /** One question at a time; the answer to it is the next message. */
  let last: Promise<unknown> = Promise.resolve();
  function ask(question: FileQuestion): Promise<FileAnswer> {
    const answer = last.then(
      () =>
        new Promise<FileAnswer>((resolve, reject) => {
          worker.onmessage = ({ data }: MessageEvent<FileAnswer>) => resolve(data);
          worker.onerror = (event) => reject(new Error(event.message));
          worker.postMessage(question);
        }),
    );
    last = answer.catch(() => undefined);
    return answer;
  }

  return {
    open: (bytes) => ask({ ask: 'open', bytes }),
    map: (mapping) => ask({ ask: 'map', mapping }),
    piece: (from, count) => ask({ ask: 'piece', from, count }),
    close: () => worker.terminate(),
  };
}

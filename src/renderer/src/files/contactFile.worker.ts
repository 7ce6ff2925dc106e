// First of all: it has to be said before any schema is made.
import '../zodWithoutEval.ts';
import type { ReadFile } from '#shared/domain/contact/readFile.ts';
import { readContactsFile, readMapped } from '#shared/domain/contact/readFile.ts';
import type { ReadPeople } from '#shared/domain/contact/readPeople.ts';
import { summaryOf } from './contactFileMessages.ts';
import type { FileAnswer, FileQuestion, Found } from './contactFileMessages.ts';

/*
 * Ten megabytes take seconds to read: here, so that the page goes on answering clicks. The people
 * stay here and are asked for piece by piece.
 */
let file: ReadFile | null = null;
let people: ReadPeople = { people: [], refused: [] };

function answer(question: FileQuestion): FileAnswer {
  switch (question.ask) {
    case 'open':
      file = readContactsFile(question.bytes);
      if ('fault' in file) return { fault: file.fault };
      people = file.kind === 'csv' ? readMapped(file, file.mapping) : file;
      return { file: summaryOf(file), found: foundIn(people) };
    case 'map':
      if (file && 'kind' in file && file.kind === 'csv')
        people = readMapped(file, question.mapping);
      return { found: foundIn(people) };
    case 'piece':
      return {
        piece: people.people
          .slice(question.from, question.from + question.count)
          .map(({ line, fields }) => ({ line, fields })),
      };
  }
}

function foundIn({ people: read, refused }: ReadPeople): Found {
  return {
    people: read.length,
    refused: [...refused],
    corrected: read.flatMap(({ line, corrected }) => corrected.map((number) => ({ line, number }))),
    dropped: read.flatMap(({ line, dropped }) => dropped.map((number) => ({ line, number }))),
  };
}

self.addEventListener('message', ({ data }: MessageEvent<FileQuestion>) => {
  self.postMessage(answer(data));
});

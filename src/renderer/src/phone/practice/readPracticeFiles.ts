import {
  practicePhoneBookSchema,
  type PracticePhoneBook,
} from '../../../../shared/domain/practice/phoneBook.ts';
import {
  practiceScenarioSchema,
  type PracticeScenario,
} from '../../../../shared/domain/practice/scenario.ts';

/**
 * Validates the JSON files of `resources/practice/`.
 * @param files from file name to parsed content.
 * @throws Error naming the file that is wrong, or when there is no phone book.
 */
export function readPracticeFiles(files: Readonly<Record<string, unknown>>): {
  readonly scenarios: readonly PracticeScenario[];
  readonly phoneBook: PracticePhoneBook;
} {
  const scenarios: PracticeScenario[] = [];
  let phoneBook: PracticePhoneBook | null = null;
  for (const [name, content] of Object.entries(files)) {
    if (isPhoneBook(content)) {
      phoneBook = checked(name, () => practicePhoneBookSchema.parse(content));
    } else {
      scenarios.push(checked(name, () => practiceScenarioSchema.parse(content)));
    }
  }
  if (phoneBook === null) throw new Error('resources/practice has no phone book');
  for (const { number, behaviour } of phoneBook.entries) {
    if (behaviour.kind !== 'answer') continue;
    const { scenario } = behaviour;
    if (scenario === undefined) continue;
    if (!scenarios.some(({ id }) => id === scenario)) {
      throw new Error(`${number} is answered by the unknown scenario "${scenario}"`);
    }
  }
  return { scenarios, phoneBook };
}

function isPhoneBook(content: unknown): boolean {
  return (
    typeof content === 'object' &&
    content !== null &&
    'kind' in content &&
    content.kind === 'phone-book'
  );
}

function checked<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`resources/practice: ${name} is not valid`, { cause: error });
  }
}

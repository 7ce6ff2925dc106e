import { labelFromWord } from './columns.ts';
import { NOBODY } from './contact.ts';
import type { ContactNumber, NumberLabel } from './contact.ts';
import { readContactNumber } from './contactNumber.ts';
import { likelyLabel } from './numberKind.ts';
import { fullName, sortOut } from './readPeople.ts';
import type { Draft, ReadPeople } from './readPeople.ts';
import { numberOf, partsOf, textOf } from './vcard.ts';
import type { Vcard, VcardProperty } from './vcard.ts';

/** The people of a vCard file. */
export function readCards(cards: readonly Vcard[]): ReadPeople {
  return sortOut(cards.map(draftOfCard));
}

function draftOfCard({ line, properties }: Vcard): Draft {
  const all = (name: string): VcardProperty[] =>
    properties.filter((property) => property.name === name && property.value.trim() !== '');
  const first = (name: string): string => textOf(all(name)[0]?.value ?? '').trim();
  const numbers: ContactNumber[] = [];
  const dropped: string[] = [];
  for (const property of preferredFirst(all('TEL'))) {
    const written = numberOf(property.value);
    const read = readContactNumber(written);
    if (!read) dropped.push(written);
    else {
      const { number, e164 } = read;
      numbers.push({ label: labelOf(property, properties, number), number, e164 });
    }
  }
  const [email = '', ...moreEmails] = preferredFirst(all('EMAIL')).map(({ value }) =>
    textOf(value).trim(),
  );
  const name = nameOf(first('FN'), all('N')[0]?.value ?? '');
  return {
    line,
    text: [name, ...dropped, email].filter((part) => part !== '').join(', '),
    corrected: [],
    dropped,
    fields: {
      ...NOBODY,
      name,
      organisation: partsOf(all('ORG')[0]?.value ?? '', ';')
        .filter((part) => part !== '')
        .join(' '),
      numbers,
      email,
      note: [...all('NOTE').map(({ value }) => textOf(value)), ...moreEmails].join('\n'),
      tags: all('CATEGORIES').flatMap(({ value }) => partsOf(value, ',')),
    },
  };
}

/** A Korean name in two parts is written as one word, whatever the phone made of it. */
function nameOf(formatted: string, structured: string): string {
  const [family = '', given = ''] = partsOf(structured, ';');
  if (/[가-힣]/.test(family) && /[가-힣]/.test(given)) return fullName(family, given);
  return formatted || fullName(family, given);
}

function preferredFirst(properties: readonly VcardProperty[]): VcardProperty[] {
  const preferred = ({ types }: VcardProperty): boolean => types.includes('pref');
  return [...properties.filter(preferred), ...properties.filter((one) => !preferred(one))];
}

function labelOf(
  { group, types }: VcardProperty,
  properties: readonly VcardProperty[],
  number: string,
): NumberLabel {
  // An iPhone keeps its own words beside the number: item1.X-ABLabel:_$!<Mobile>!$_
  const own = properties.find(
    (property) => group !== '' && property.group === group && property.name === 'X-ABLABEL',
  );
  for (const word of [textOf(own?.value ?? ''), ...types]) {
    const label = labelFromWord(word);
    if (label !== 'other') return label;
  }
  return likelyLabel(number);
}

/**
 * The page: keys in, a receipt or a folder in, the answer out, in French or English. It is one file
 * that anybody can keep on a stick; its policy allows it no connection at all.
 */

import { messageOf } from '@beffroi/kernel';
import { certificatesOfPem } from '@beffroi/register';
import { type Answer, holds, linesOf, proofOf, type Subject, verify } from '../verify.ts';
import { type Locale, say, type WordCode } from '../words.ts';
import { bytesOf, chosenFiles, droppedFiles, type FilesByPath, readerOf } from './dropped-files.ts';
import { webPlatform } from './web-platform.ts';

let locale: Locale = navigator.language.startsWith('fr') ? 'fr' : 'en';
let files: Promise<FilesByPath> = Promise.resolve(new Map());
/** How often was asked: an answer to a former question is no answer to this one. */
let asked = 0;

const drop = element('drop');
speak();
element('language').addEventListener('click', () => {
  locale = locale === 'fr' ? 'en' : 'fr';
  speak();
  start();
});
for (const id of ['keys', 'authorities']) {
  element(id).addEventListener('change', start);
}
element('file').addEventListener('change', (event) => take(filesOf(event)));
element('folder').addEventListener('change', (event) => take(filesOf(event)));
drop.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  const items = event.dataTransfer?.items;
  if (items !== undefined) {
    take(droppedFiles(items));
  }
});

function filesOf(event: Event): Promise<FilesByPath> {
  const list = event.target instanceof HTMLInputElement ? event.target.files : null;
  return Promise.resolve(list).then((some) => (some === null ? new Map() : chosenFiles(some)));
}

function take(taken: Promise<FilesByPath>): void {
  files = taken;
  start();
}

function start(): void {
  asked += 1;
  const turn = asked;
  const ifStillAsked = (tell: () => void) => {
    if (turn === asked) {
      tell();
    }
  };
  show([say('working', locale)], '');
  answerOf(files).then(
    (answer) => ifStillAsked(() => sayAnswer(answer)),
    (thrown: unknown) => ifStillAsked(() => sayFailure(thrown)),
  );
}

/** Null when there is nothing to check. */
async function answerOf(awaited: Promise<FilesByPath>): Promise<Answer | null> {
  const given = await awaited;
  if (given.size === 0) {
    return null;
  }
  const question = {
    subject: await subjectOf(given),
    keyLines: textIn('keys').split('\n'),
    authorities: certificatesOfPem(textIn('authorities')),
  };
  return await verify(question, webPlatform(Date.now()));
}

/** One file is a receipt; several are a folder. */
async function subjectOf(given: FilesByPath): Promise<Subject> {
  const [only] = given.values();
  return given.size === 1 && only !== undefined && !given.has('checkpoint')
    ? proofOf(await bytesOf(only))
    : { kind: 'folder', reader: readerOf(given) };
}

function sayAnswer(answer: Answer | null): void {
  if (answer === null) {
    show([], '');
  } else {
    show(linesOf(answer, locale), holds(answer) ? 'yes' : 'no');
  }
}

function sayFailure(thrown: unknown): void {
  show([say('failed', locale, { what: messageOf(thrown) })], 'no');
}

function show(lines: readonly string[], verdict: 'yes' | 'no' | ''): void {
  const paragraphs = lines.map((line, at) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    if (at === 0 && verdict !== '') {
      paragraph.classList.add('verdict', verdict);
    }
    return paragraph;
  });
  element('answer').replaceChildren(...paragraphs);
}

/** Every text of the page in the language chosen. */
function speak(): void {
  document.documentElement.lang = locale;
  document.title = say('title', locale);
  for (const one of document.querySelectorAll<HTMLElement>('[data-say]')) {
    one.textContent = say(one.dataset['say'] as WordCode, locale);
  }
}

function textIn(id: string): string {
  const field = element(id);
  return field instanceof HTMLTextAreaElement ? field.value : '';
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no #${id}`);
  }
  return found;
}

/**
 * The page: keys in, a receipt or a folder in, the answer out, in French or English. It is one file
 * that anybody can keep on a stick; its policy allows it no connection at all.
 */

import { messageOf } from '@beffroi/kernel';
import { certificatesOfPem } from '@beffroi/register';
import { holds, linesOf, type Subject, verify } from '../verify.ts';
import { type Locale, say, type WordCode } from '../words.ts';
import { chosenFiles, droppedFiles, type FilesByPath, readerOf } from './dropped-files.ts';
import { webPlatform } from './web-platform.ts';

let locale: Locale = navigator.language.startsWith('fr') ? 'fr' : 'en';
let files: FilesByPath = new Map();

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
    droppedFiles(items).then(take, sayFailure);
  }
});

function filesOf(event: Event): FilesByPath {
  const list = event.target instanceof HTMLInputElement ? event.target.files : null;
  return list === null ? new Map() : chosenFiles(list);
}

function take(taken: FilesByPath): void {
  files = taken;
  start();
}

function start(): void {
  if (files.size > 0) {
    show([say('working', locale)], '');
    answerNow().catch(sayFailure);
  }
}

async function answerNow(): Promise<void> {
  const question = {
    subject: await subjectOf(files),
    keyLines: textIn('keys').split('\n'),
    authorities: certificatesOfPem(textIn('authorities')),
  };
  const answer = await verify(question, webPlatform(Date.now()));
  show(linesOf(answer, locale), holds(answer) ? 'yes' : 'no');
}

/** One file is a receipt; several are a folder. */
async function subjectOf(given: FilesByPath): Promise<Subject> {
  const [only] = given.values();
  return given.size === 1 && only !== undefined && !given.has('checkpoint')
    ? { kind: 'proof', text: await only.text() }
    : { kind: 'folder', reader: readerOf(given) };
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

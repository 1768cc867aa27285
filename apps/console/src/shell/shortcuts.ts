/**
 * Keyboard shortcuts of the whole console: one registry, one listener, one help overlay. A shortcut
 * is one key or a sequence of two (`g m`); never while typing in a field. They can all be switched
 * off by the person (WCAG 2.1.4). A page registers its own with `useShortcut` and gives them a group.
 */

import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** `?`, `Escape`, `g m`. */
  readonly keys: string;
  readonly group: string;
  readonly label: string;
}

interface Entry extends Shortcut {
  readonly act: () => void;
}

const storageKey = 'beffroi.shortcuts';
const sequenceMs = 1200;

class ShortcutDesk {
  readonly #entries = new Set<Entry>();
  readonly #listeners = new Set<() => void>();
  #list: readonly Shortcut[] = [];
  #first: { readonly key: string; readonly atMs: number } | undefined;
  #isOn = localStorage.getItem(storageKey) !== 'off';

  get isOn(): boolean {
    return this.#isOn;
  }

  get list(): readonly Shortcut[] {
    return this.#list;
  }

  switchTo(isOn: boolean): void {
    this.#isOn = isOn;
    localStorage.setItem(storageKey, isOn ? 'on' : 'off');
    this.#tell();
  }

  add(entry: Entry): () => void {
    this.#entries.add(entry);
    this.#tell();
    return () => {
      this.#entries.delete(entry);
      this.#tell();
    };
  }

  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  pressed(event: KeyboardEvent): void {
    if (!this.#isOn || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    const first = this.#first;
    this.#first = undefined;
    const isSecond = first !== undefined && event.timeStamp - first.atMs < sequenceMs;
    const keys = isSecond ? `${first.key} ${event.key}` : event.key;
    const entry = [...this.#entries].find((one) => one.keys === keys);
    if (entry !== undefined) {
      event.preventDefault();
      entry.act();
      return;
    }
    if ([...this.#entries].some((one) => one.keys.startsWith(`${event.key} `))) {
      this.#first = { key: event.key, atMs: event.timeStamp };
    }
  }

  #tell(): void {
    this.#list = [...this.#entries];
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest(
        'input, textarea, select, [role="listbox"], [role="menu"], [role="dialog"]',
      ) !== null)
  );
}

const desk = new ShortcutDesk();

/** Listens once for the page; returns how to stop. */
export function listenToShortcuts(): () => void {
  const pressed = (event: KeyboardEvent): void => desk.pressed(event);
  window.addEventListener('keydown', pressed);
  return () => window.removeEventListener('keydown', pressed);
}

/** Registers a shortcut while the component lives. */
export function useShortcut(shortcut: Shortcut, act: () => void): void {
  const { keys, group, label } = shortcut;
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(
    () => desk.add({ keys, group, label, act: () => latest.current() }),
    [keys, group, label],
  );
}

/** What is registered now, for the help overlay. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => desk.watch(listener),
    () => desk.list,
  );
}

/** Whether shortcuts are on, and the switch. */
export function useShortcutSwitch(): readonly [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(
    (listener) => desk.watch(listener),
    () => desk.isOn,
  );
  return [isOn, (next) => desk.switchTo(next)];
}

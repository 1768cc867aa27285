/**
 * Where a key leads in the tree of cameras (ARIA tree view): up and down what is open, Home and End, right
 * opens a section or enters it, left closes it or climbs to it. Pure, so that the keyboard's way is tested
 * without a browser. No letters: they are the console's shortcuts, and a search field stands above.
 */

export interface TreeLine {
  readonly id: string;
  /** The section that a camera stands in; null for a section itself. */
  readonly section: string | null;
  /** Of a section: whether its cameras show. */
  readonly isOpen?: boolean;
}

export type TreeMove =
  | { readonly kind: 'go'; readonly id: string }
  | { readonly kind: 'open' | 'close'; readonly id: string };

/** `lines` are those that show, in order. Undefined when the key means nothing here. */
export function treeMove(
  key: string,
  lines: readonly TreeLine[],
  currentId: string,
): TreeMove | undefined {
  const index = lines.findIndex(({ id }) => id === currentId);
  const current = lines[index];
  const go = (line: TreeLine | undefined): TreeMove | undefined =>
    line === undefined ? undefined : { kind: 'go', id: line.id };
  switch (key) {
    case 'ArrowDown':
      return go(lines[index + 1]);
    case 'ArrowUp':
      return go(lines[index - 1]);
    case 'Home':
      return go(lines[0]);
    case 'End':
      return go(lines.at(-1));
    case 'ArrowRight':
      if (current?.isOpen === undefined) {
        return undefined;
      }
      return current.isOpen ? go(lines[index + 1]) : { kind: 'open', id: current.id };
    case 'ArrowLeft':
      if (current?.isOpen === true) {
        return { kind: 'close', id: current.id };
      }
      return go(lines.find(({ id }) => id === current?.section));
    default:
      return undefined;
  }
}

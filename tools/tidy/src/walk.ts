/** Goes through a syntax tree from the top down, with the way to each node. */

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Calls `visit` for each node; `parents` is the way to it, nearest last. */
export function walk(
  root: Node,
  visit: (node: Node & Readonly<Record<string, unknown>>, parents: readonly Node[]) => void,
): void {
  const parents: Node[] = [];
  const go = (node: Node): void => {
    const fields = node as Node & Readonly<Record<string, unknown>>;
    visit(fields, parents);
    parents.push(node);
    for (const value of Object.values(fields)) {
      if (Array.isArray(value)) {
        for (const item of value) {
          if (isNode(item)) {
            go(item);
          }
        }
      } else if (isNode(value)) {
        go(value);
      }
    }
    parents.pop();
  };
  go(root);
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

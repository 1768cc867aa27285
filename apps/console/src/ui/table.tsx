/**
 * A plain data table: real `<table>`, caption for screen readers, headers with scope, numbers at the
 * end of their cell. Wide tables scroll inside their frame, which the keyboard can reach.
 */

import type { ReactElement, ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** The column that names the row: its cells are row headers. */
  readonly isRowHead?: boolean;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Marks a row (the camera that is open, for instance). */
  readonly isCurrent?: (row: Row) => boolean;
}

export function Table<Row>(props: TableProps<Row>): ReactElement {
  const { caption, columns, rows, keyOf, isCurrent } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus (axe scrollable-region-focusable).
    <section className="b-table-frame" aria-label={caption} tabIndex={0}>
      <table className="b-table">
        <caption className="b-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.isNumber ? 'b-number' : undefined}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-current={isCurrent?.(row) ? '' : undefined}>
              {columns.map((column) => cellOf(column, row))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cellOf<Row>(column: Column<Row>, row: Row): ReactElement {
  const className = column.isNumber ? 'b-number' : undefined;
  return column.isRowHead ? (
    <th key={column.key} scope="row" className={className}>
      <div className="b-cell">{column.cell(row)}</div>
    </th>
  ) : (
    <td key={column.key} className={className}>
      <div className="b-cell">{column.cell(row)}</div>
    </td>
  );
}

/**
 * Saved walls: load one, save the present one under a name, share it with colleagues where the right
 * allows (`share-layouts`), remove one's own.
 */

import type { LayoutBody, LayoutView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useSession } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { EmptyState, FaultNotice } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import type { Wall } from './wall-state.ts';

interface LayoutControlProps {
  readonly layouts: readonly LayoutView[];
  readonly wall: Wall;
  readonly onLoad: (layout: LayoutView) => void;
}

export function LayoutControl(props: LayoutControlProps): ReactElement {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const watch = (act: Promise<unknown>): void => {
    setFault(null);
    act.then(() => invalidate(['layouts']), setFault);
  };
  return (
    <>
      <Button icon="grid" small variant="quiet" onPress={() => setOpen(true)}>
        {t('Dispositions')}
      </Button>
      <Dialog title={t('Dispositions du mur')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="b-stack">
          <FaultNotice fault={fault} />
          <LayoutList
            layouts={props.layouts}
            onLoad={(layout) => {
              props.onLoad(layout);
              setOpen(false);
            }}
            onRemove={(layout) => watch(ask<null>('DELETE', `/api/layouts/${layout.id}`))}
          />
          <SaveLayout
            wall={props.wall}
            onSave={(body) => watch(ask('POST', '/api/layouts', body))}
          />
        </div>
      </Dialog>
    </>
  );
}

interface LayoutListProps {
  readonly layouts: readonly LayoutView[];
  readonly onLoad: (layout: LayoutView) => void;
  readonly onRemove: (layout: LayoutView) => void;
}

function LayoutList({ layouts, onLoad, onRemove }: LayoutListProps): ReactElement {
  const t = useText();
  if (layouts.length === 0) {
    return <EmptyState icon="grid" title={t('Aucune disposition enregistrée')} />;
  }
  return (
    <ul className="w-layouts">
      {layouts.map((layout) => (
        <li key={layout.id}>
          <span className="b-grow">
            <strong>{layout.name}</strong>{' '}
            <span className="b-quiet b-small">
              {t('{columns} × {columns}, par {name}', { columns: layout.columns, name: layout.by })}
            </span>
          </span>
          {layout.shared ? <StateBadge tone="quiet">{t('Partagée')}</StateBadge> : null}
          <Button small onPress={() => onLoad(layout)}>
            {t('Afficher')}
          </Button>
          {layout.mine ? (
            <IconButton
              icon="trash"
              small
              label={t('Supprimer {name}', { name: layout.name })}
              onPress={() => onRemove(layout)}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

interface SaveLayoutProps {
  readonly wall: Wall;
  readonly onSave: (body: LayoutBody) => void;
}

function SaveLayout({ wall, onSave }: SaveLayoutProps): ReactElement {
  const t = useText();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const session = useSession();
  const mayShare = session.data?.may['share-layouts'].allowed === true;
  const save = (): void => {
    onSave({
      name: name.trim(),
      columns: wall.columns,
      tiles: [...wall.tiles],
      shared: shared && mayShare,
    });
    setName('');
  };
  return (
    <form
      className="w-save"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') {
          save();
        }
      }}
    >
      <TextField
        label={t('Enregistrer le mur actuel sous')}
        value={name}
        maxLength={200}
        onChange={setName}
      />
      <Checkbox isSelected={shared} onChange={setShared} isDisabled={!mayShare}>
        {t('Partager avec les collègues')}
      </Checkbox>
      {/* Never disabled: a button that greys under the finger takes the focus out of the dialog. */}
      <Button variant="primary" icon="save" type="submit">
        {t('Enregistrer')}
      </Button>
    </form>
  );
}

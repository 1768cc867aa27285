/**
 * "Was my picture destroyed?" (VP-58): a camera and a stretch of time, answered from receipts; nothing
 * is opened. Each destroyed stretch comes with the receipt that proves it, to hand to who asked.
 */

import type { FatesView, FateView, RegisterOpeningView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText, useWords } from '../../i18n/text.ts';
import { civilText, instantOfCivil } from '../../media/civil-time.ts';
import { Button } from '../../ui/button.tsx';
import { CivilField } from '../../ui/civil-field.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { ReceiptLink } from './receipt-link.tsx';

const hourMs = 3_600_000;

export function FateForm({ opening }: { readonly opening: RegisterOpeningView }): ReactElement {
  const t = useText();
  const { timeZone } = useMoments();
  const columns = useColumns();
  const [camera, setCamera] = useState(opening.cameras[0]?.id ?? '');
  const [from, setFrom] = useState(() => civilText(Date.now() - 24 * hourMs, timeZone));
  const [to, setTo] = useState(() => civilText(Date.now() - 23 * hourMs, timeZone));
  const fromMs = instantOfCivil(from, timeZone) ?? 0;
  const toMs = instantOfCivil(to, timeZone) ?? 0;
  const fates = useMutation({
    mutationFn: () =>
      ask<FatesView>('GET', `/api/register/fate?camera=${camera}&fromMs=${fromMs}&toMs=${toMs}`),
  });
  return (
    <div className="b-stack">
      <form
        className="b-card b-stack"
        aria-label={t('Sort d’une image')}
        onSubmit={(event) => {
          event.preventDefault();
          fates.mutate();
        }}
      >
        <p className="b-quiet">
          {t('La réponse vient des reçus d’effacement : aucune image n’est ouverte.')}
        </p>
        <FaultNotice fault={fates.error} />
        <div className="p-register-filters">
          <Select
            label={t('Caméra')}
            choices={opening.cameras.map(({ id, name }) => ({ value: id, label: name }))}
            value={camera}
            onChange={setCamera}
          />
          <CivilField label={t('Du')} value={from} onChange={setFrom} />
          <CivilField
            label={t('Au')}
            value={to}
            onChange={setTo}
            fault={toMs > fromMs ? undefined : t('La fin doit suivre le début.')}
          />
        </div>
        <div className="b-row">
          <Button
            variant="primary"
            icon="search"
            type="submit"
            isDisabled={toMs <= fromMs}
            isPending={fates.isPending}
          >
            {t('Chercher')}
          </Button>
        </div>
      </form>
      <div aria-live="polite">
        {fates.data === undefined ? null : (
          <Table
            caption={t('Sort des images de cette période')}
            columns={columns}
            rows={fates.data.fates}
            keyOf={(fate) => `${fate.fromMs} ${fate.fate}`}
          />
        )}
      </div>
    </div>
  );
}

function useColumns(): readonly Column<FateView>[] {
  const t = useText();
  const words = useWords();
  const moments = useMoments();
  return [
    { key: 'from', head: t('Du'), isRowHead: true, cell: ({ fromMs }) => moments.dayTime(fromMs) },
    { key: 'to', head: t('Au'), cell: ({ toMs }) => moments.dayTime(toMs) },
    { key: 'fate', head: t('Réponse'), cell: (fate) => words(fate.words) },
    {
      key: 'receipt',
      head: t('Reçu'),
      cell: ({ receipt }) =>
        receipt === null ? null : <ReceiptLink log="recordings" number={receipt} />,
    },
  ];
}

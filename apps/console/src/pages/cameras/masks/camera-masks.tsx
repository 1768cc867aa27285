/**
 * The masks of a camera: drawn on a still of now, with mode, style, cost and reason; and every version
 * since the beginning, with who decided, when, why, on which picture (VP-20, VP-22). The still comes
 * already masked; of a camera not yet decided only a coarse mosaic can be seen.
 */

import { maskLiftOf } from '@beffroi/town';
import type { CameraView, MaskVersionView, NewMaskBody } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import { ask, invalidate } from '../../../api/client.ts';
import { useMaskVersions } from '../../../api/queries.ts';
import { useText } from '../../../i18n/text.ts';
import { TextField } from '../../../ui/field.tsx';
import { ActButton, missingOf } from '../../../ui/missing.tsx';
import { FaultNotice, Notice } from '../../../ui/notice.tsx';
import { MaskCanvas } from './mask-canvas.tsx';
import { MaskChoices, type MaskMode, type MaskStyle } from './mask-choices.tsx';
import { closeZone, draftFrom, keepZones, type MaskDraft } from './mask-draft.ts';
import { MaskLiftNotice } from './mask-lift-notice.tsx';
import { MaskTools } from './mask-tools.tsx';
import { MaskVersions } from './mask-versions.tsx';
import { useStill } from './still.ts';

export function CameraMasks({ camera }: { readonly camera: CameraView }): ReactElement {
  const t = useText();
  const versions = useMaskVersions(camera.id);
  const [base, setBase] = useState<MaskVersionView | null>(camera.mask);
  return (
    <div className="p-masks">
      <MaskEditor key={base?.id ?? 'none'} camera={camera} base={base} />
      <section className="b-card b-stack">
        <h3>{t('Versions')}</h3>
        <FaultNotice fault={versions.error} />
        <MaskVersions versions={versions.data ?? []} currentId={camera.mask?.id} onTake={setBase} />
      </section>
    </div>
  );
}

interface MaskEditorProps {
  readonly camera: CameraView;
  /** The version the drawing starts from. */
  readonly base: MaskVersionView | null;
}

function MaskEditor({ camera, base }: MaskEditorProps): ReactElement {
  const t = useText();
  const still = useStill(camera.id);
  const choice = base?.choice;
  const [mode, setMode] = useState<MaskMode>(choice?.mode ?? 'server');
  const [style, setStyle] = useState<MaskStyle>(choice?.mode === 'server' ? choice.style : 'solid');
  const [draft, setDraft] = useState(() =>
    draftFrom(choice === undefined || choice.mode === 'none-needed' ? [] : choice.polygons),
  );
  const closed = closeZone(draft);
  const { lift, uncovered } = useUncovered(camera.mask, choiceOf(mode, style, closed));
  const kept = keepZones(draft, uncovered);
  return (
    <section className="b-stack" aria-label={t('Dessiner les masques')}>
      {camera.mask === null ? <UndecidedNotice /> : null}
      <FaultNotice fault={still.fault} />
      {mode === 'none-needed' ? null : (
        <MaskTools draft={draft} onChange={setDraft} onRefresh={still.refresh} />
      )}
      <MaskCanvas
        pictureUrl={still.url}
        aspect={still.aspect}
        draft={mode === 'none-needed' ? draftFrom([]) : draft}
        uncovered={uncovered}
        isPixelated={mode === 'server' && style === 'pixelate'}
        isReadOnly={mode === 'none-needed' || !camera.may.changeMasks.allowed}
        onChange={setDraft}
      />
      <MaskChoices
        camera={camera}
        mode={mode}
        style={style}
        zones={closed.zones}
        onMode={setMode}
        onStyle={setStyle}
      />
      {lift === null ? null : (
        <MaskLiftNotice lift={lift} onKeep={kept === draft ? null : () => setDraft(kept)} />
      )}
      <MaskDecision camera={camera} choice={choiceOf(mode, style, closed)} />
    </section>
  );
}

/** What the drawing hides less than the decision in force (MSK-54); follows a corner that is dragged. */
function useUncovered(inForce: MaskVersionView | null, choice: NewMaskBody['choice']) {
  const drawn = useDeferredValue(JSON.stringify(choice));
  return useMemo(() => {
    const before = inForce?.choice ?? null;
    const lift = maskLiftOf(before, JSON.parse(drawn) as NewMaskBody['choice']);
    const zones = before === null || before.mode === 'none-needed' ? [] : before.polygons;
    const uncovered = zones.filter((_, index) => lift?.zones.includes(index) === true);
    return { lift, uncovered };
  }, [inForce, drawn]);
}

/** Why the first picture of a camera is so coarse. */
function UndecidedNotice(): ReactElement {
  const t = useText();
  return (
    <Notice tone="warning">
      <p>
        {t(
          'Tant que les masques ne sont pas décidés, rien n’est montré ni enregistré (MSK-1). L’image ci-dessous est une mosaïque grossière.',
        )}
      </p>
    </Notice>
  );
}

interface MaskDecisionProps {
  readonly camera: CameraView;
  /** What is drawn now, and would come into force. */
  readonly choice: NewMaskBody['choice'];
}

/** The act itself: a reason, then a new version in force (VP-20). */
function MaskDecision({ camera, choice }: MaskDecisionProps): ReactElement {
  const t = useText();
  const [reason, setReason] = useState('');
  const save = useMutation({
    mutationFn: () =>
      ask<MaskVersionView>('PUT', `/api/cameras/${camera.id}/masks`, {
        choice,
        reason: reason.trim(),
      } satisfies NewMaskBody),
    onSuccess: () => invalidate(['cameras']),
  });
  const isNoneNeeded = choice.mode === 'none-needed';
  const hasZones = isNoneNeeded || choice.polygons.length > 0;
  return (
    <>
      <TextField
        label={isNoneNeeded ? t('Pourquoi rien n’est à masquer') : t('Motif')}
        hint={t('Inscrit au registre avec votre nom')}
        value={reason}
        onChange={setReason}
        maxLength={200}
        isRequired
      />
      <FaultNotice fault={save.error} />
      {save.isSuccess ? (
        <Notice tone="good" isLive>
          <p>{t('Les masques sont en vigueur.')}</p>
        </Notice>
      ) : null}
      <div className="b-row">
        <ActButton
          variant="primary"
          icon="mask"
          decision={camera.may.changeMasks}
          missing={missingOf(t, [
            [!hasZones, t('une zone')],
            [reason.trim() === '', t('le motif')],
          ])}
          isPending={save.isPending}
          onPress={() => save.mutate()}
        >
          {t('Décider ces masques')}
        </ActButton>
      </div>
    </>
  );
}

function choiceOf(mode: MaskMode, style: MaskStyle, draft: MaskDraft): NewMaskBody['choice'] {
  const polygons = draft.zones.map((zone) => zone.map(({ x, y }) => ({ x, y })));
  switch (mode) {
    case 'server':
      return { mode, style, polygons };
    case 'camera':
      return { mode, polygons };
    default:
      return { mode };
  }
}

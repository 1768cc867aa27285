/**
 * One viewer (worker, socket) for everything below it: made when the page opens, closed with it, so
 * that leaving the wall leaves no picture open. The decoder is set by what this browser proved in
 * the self-test; the shell tells the centre the result.
 */

import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { runSelfTest, type SelfTestResult } from '../../media/self-test.ts';
import { createViewer, type Viewer } from '../../media/viewer.ts';

interface ViewerPlace {
  readonly viewer: Viewer;
  /** Null while it runs. */
  readonly selfTest: SelfTestResult | null;
  readonly isAligned: boolean;
  readonly setAligned: (isAligned: boolean) => void;
}

/** Sub-streams of a wall come at 12 pictures a second (VP-67 for fast flow). */
const alignHz = 12;
const alignedKey = 'beffroi.wall.aligned';

const ViewerContext = createContext<ViewerPlace | null>(null);

export function ViewerProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const [selfTest, setSelfTest] = useState<SelfTestResult | null>(null);
  const [isAligned, setAligned] = useState(() => localStorage.getItem(alignedKey) === 'on');

  useEffect(() => {
    const made = createViewer();
    setViewer(made);
    let isOver = false;
    runSelfTest().then(
      (result) => !isOver && setSelfTest(result),
      (thrown: unknown) => console.warn('The self-test could not run.', thrown),
    );
    return () => {
      isOver = true;
      made.close();
      setViewer(null);
    };
  }, []);

  const preferSoftware = selfTest?.preferSoftware ?? false;
  useEffect(() => {
    localStorage.setItem(alignedKey, isAligned ? 'on' : 'off');
    viewer?.configure({ alignHz: isAligned ? alignHz : null, preferSoftware });
  }, [viewer, isAligned, preferSoftware]);

  const place = useMemo(
    () => (viewer === null ? null : { viewer, selfTest, isAligned, setAligned }),
    [viewer, selfTest, isAligned],
  );
  return <ViewerContext value={place}>{place === null ? null : children}</ViewerContext>;
}

export function useViewer(): ViewerPlace {
  const place = useContext(ViewerContext);
  if (place === null) {
    throw new Error('useViewer is used outside of ViewerProvider: wrap the page in it.');
  }
  return place;
}

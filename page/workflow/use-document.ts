import { useEffect, useState } from 'preact/hooks';
import type { Documents } from '../documents';
import type { WorkflowDocument } from '../report-data';

/** A document of the report; undefined while it is read, and where there is none. */
export const useDocument = (documents: Documents, number: number | null): WorkflowDocument | undefined => {
  const [document, setDocument] = useState<{ readonly number: number; readonly value: WorkflowDocument }>();
  useEffect(() => {
    if (number === null) return;
    let isWanted = true;
    void documents.get(number).then((value) => {
      if (isWanted) setDocument({ number, value });
    });
    return () => {
      isWanted = false;
    };
  }, [documents, number]);
  return document?.number === number ? document.value : undefined;
};

import type { ComponentChildren, VNode } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { faultText } from './fault-text';
import { Shown } from './shown';

/** Says why something cannot be shown, in its place: the rest of the page stays. Under another key it is tried anew. */
export const Guarded = ({ children }: { readonly children: ComponentChildren }): VNode => {
  const [error] = useErrorBoundary((thrown: unknown) => console.error(thrown));
  if (error === undefined) return <>{children}</>;
  return (
    <p class="warning" role="alert">
      This cannot be shown. <Shown text={faultText(error)} />
    </p>
  );
};

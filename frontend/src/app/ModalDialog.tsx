import { type ReactNode, useEffect, useId, useRef } from "react";
import styles from "./ModalDialog.module.css";

/**
 * The browser's own dialog: it holds the focus, closes on Escape and gives the focus back. Radix' brings a <style>
 * element to stop scrolling, which the page's Content-Security-Policy forbids.
 */
export function ModalDialog(props: { title: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, from the browser
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={title}
      onClose={props.onClose}
      // A click on the dialog itself is one beside its content.
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={styles.content}>
        <h2 id={title}>{props.title}</h2>
        {props.children}
      </div>
    </dialog>
  );
}

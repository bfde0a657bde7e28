import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { toggleLock, useWriting } from "./useWriting";
import styles from "./Write.module.css";

interface Editing {
  /** As it is typed. */
  text: string;
  /** What the server takes; null if it is no value. */
  value: (text: string) => string | number | null;
  set: (value: string | number) => Promise<boolean>;
  numeric?: boolean;
  /** Values and their names, to choose from; none is anything that can be typed. */
  options?: readonly (readonly [string, string])[];
}

/** A field of the plan: locked or free, and changed by hand where that makes sense. */
export function Field(props: { path: string; label: string; editing?: Editing; children: ReactNode }) {
  const { path, label, editing, children } = props;
  const { t } = useTranslation("write");
  const locked = useWriting((writing) => writing.locks.includes(path));
  const busy = useWriting((writing) => writing.busy);
  const [text, setText] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const hint = useId();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const value = text === null ? null : (editing?.value(text) ?? null);
    setWrong(value === null);
    if (value !== null && (await editing?.set(value))) setText(null);
  };
  return (
    <div className={styles.field} data-locked={locked}>
      <div className={styles.fieldHead}>
        <span className={styles.label}>{label}</span>
        {editing !== undefined && text === null && (
          <button
            type="button"
            className={styles.icon}
            aria-label={t("change", { field: label })}
            onClick={() => setText(editing.text)}
          >
            <Pencil />
          </button>
        )}
        <button
          type="button"
          className={styles.icon}
          aria-pressed={locked}
          aria-label={t("lock", { field: label })}
          onClick={() => toggleLock(path)}
        >
          <Padlock closed={locked} />
        </button>
      </div>
      {text === null ? (
        <div className={styles.value}>{children}</div>
      ) : (
        <form onSubmit={save} className={styles.edit}>
          {editing?.options?.length ? (
            <select
              // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
              autoFocus
              aria-label={label}
              value={text}
              onChange={(event) => setText(event.target.value)}
            >
              {editing.options.map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          ) : (
            <input
              // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
              autoFocus
              aria-label={label}
              aria-invalid={wrong}
              aria-describedby={hint}
              inputMode={editing?.numeric ? "numeric" : "text"}
              value={text}
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => event.key === "Escape" && setText(null)}
            />
          )}
          <button type="submit" className="primary" disabled={busy}>
            {t("save")}
          </button>
          <button type="button" onClick={() => setText(null)}>
            {t("cancel")}
          </button>
          <span id={hint} role="status">
            {wrong ? t("noValue") : ""}
          </span>
        </form>
      )}
    </div>
  );
}

function Pencil() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d="M3 15l.8-3.4L12 3.4l2.6 2.6-8.2 8.2z" />
    </svg>
  );
}

function Padlock({ closed }: { closed: boolean }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <rect x="3.5" y="8" width="11" height="7.5" rx="1.5" fill={closed ? "currentColor" : "none"} />
      <path d={closed ? "M6 8V5.5a3 3 0 0 1 6 0V8" : "M6 8V5a3 3 0 0 1 5.8-1"} />
    </svg>
  );
}

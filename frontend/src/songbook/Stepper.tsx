import { useTranslation } from "react-i18next";
import styles from "./Stepper.module.css";

interface Props {
  label: string;
  value: number;
  /** The value as it is shown. */
  text: string;
  least: number;
  most: number;
  step?: number;
  onChange: (value: number) => void;
}

/** A number with a key for less and one for more, for thumbs. */
export function Stepper({ label, value, text, least, most, step = 1, onChange }: Props) {
  const { t } = useTranslation("songbook");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row
    <div className={styles.stepper} role="group" aria-label={label}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      <button
        type="button"
        aria-label={t("less", { what: label })}
        disabled={value <= least}
        onClick={() => onChange(Math.max(least, value - step))}
      >
        −
      </button>
      <output className={styles.value}>{text}</output>
      <button
        type="button"
        aria-label={t("more", { what: label })}
        disabled={value >= most}
        onClick={() => onChange(Math.min(most, value + step))}
      >
        +
      </button>
    </div>
  );
}

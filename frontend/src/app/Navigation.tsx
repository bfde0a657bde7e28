import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import styles from "./Navigation.module.css";

const PLACES = ["listen", "songs", "write", "band", "practice", "settings"] as const;

/** At the bottom on a phone, where thumbs are; on the left on a laptop. */
export function Navigation() {
  const { t } = useTranslation("app");
  const [location] = useLocation();
  return (
    <nav className={styles.bar} aria-label={t("navigation")}>
      {PLACES.map((place) => (
        <Link
          key={place}
          href={`/${place}`}
          className={styles.link}
          aria-current={location.startsWith(`/${place}`) ? "page" : undefined}
        >
          <svg className={styles.icon} aria-hidden="true">
            <use href={`./places.svg#${place}`} />
          </svg>
          <span>{t(`places.${place}`)}</span>
        </Link>
      ))}
    </nav>
  );
}

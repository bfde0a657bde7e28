import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./SettingsView.module.css";

interface Room {
  used: number;
  all: number;
  kept: boolean;
}

/** What the browser says of the room that this page uses. */
export function StorageUsed() {
  const { t, i18n } = useTranslation("settings");
  const [room, setRoom] = useState<Room | null>(null);
  const look = async () => {
    const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    const kept = (await navigator.storage?.persisted?.()) ?? false;
    if (quota > 0) setRoom({ used: usage, all: quota, kept });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => {
    void look();
  }, []);
  if (room === null) return <p className="quiet">{t("storage.unknown")}</p>;
  const size = (bytes: number) =>
    new Intl.NumberFormat(i18n.language, {
      style: "unit",
      unit: bytes < 1e9 ? "megabyte" : "gigabyte",
      maximumFractionDigits: 1,
    }).format(bytes / (bytes < 1e9 ? 1e6 : 1e9));
  return (
    <>
      <p>{t("storage.used", { used: size(room.used), all: size(room.all) })}</p>
      <meter
        className={styles.meter}
        min={0}
        max={room.all}
        value={room.used}
        aria-label={t("storage.label")}
      />
      <p className="quiet">{room.kept ? t("storage.kept") : t("storage.notKept")}</p>
      {!room.kept && navigator.storage?.persist !== undefined && (
        <button type="button" onClick={() => void navigator.storage.persist().then(look)}>
          {t("storage.keep")}
        </button>
      )}
    </>
  );
}

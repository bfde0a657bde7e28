import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Router, Switch } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { Boundary } from "./Boundary";
import { Navigation } from "./Navigation";
import { Updates } from "./Updates";
import { useTheme } from "./useTheme";

const views = {
  "/listen": lazy(() => import("../listen/ListenView")),
  "/songs/:id?": lazy(() => import("../songbook/SongbookView")),
  "/write": lazy(() => import("../write/WriteView")),
  "/band": lazy(() => import("../band/BandView")),
  "/practice": lazy(() => import("../practice/PracticeView")),
  "/settings": lazy(() => import("./SettingsView")),
};

/** The frame around all views. Places are in the hash, so that the page works behind any path prefix and offline. */
export function App() {
  const { t } = useTranslation("app");
  useTheme();
  return (
    <Router hook={useHashLocation}>
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        {t("skip")}
      </button>
      <Navigation />
      <main id="main" tabIndex={-1}>
        <Boundary>
          <Suspense fallback={<p className="waiting">{t("loading")}</p>}>
            <Switch>
              {Object.entries(views).map(([path, View]) => (
                <Route key={path} path={path} component={View} />
              ))}
              <Route>
                <Redirect to="/listen" replace />
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </main>
      <Updates />
    </Router>
  );
}

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { awaitInstallation } from "./app/installation";
import "./app/theme.css";
import { startLanguage } from "./i18n";

const queries = new QueryClient({
  // The same question has the same answer: see docs/rest.md.
  defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1, networkMode: "offlineFirst" } },
});

awaitInstallation();
await startLanguage();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);

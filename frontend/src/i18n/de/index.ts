import type { english } from "..";
import app from "./app.json";
import band from "./band.json";
import listen from "./listen.json";
import practice from "./practice.json";
import settings from "./settings.json";
import songbook from "./songbook.json";
import write from "./write.json";

export const messages: typeof english = { app, band, listen, practice, settings, songbook, write };

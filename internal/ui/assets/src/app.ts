// What every page does in the browser: fragments by htmx, keyboard, dialogs,
// menus, forms that are sent once, live changes, scripts loaded when needed.

import htmx from "htmx.org/dist/htmx.esm.js";
import { away } from "./app/away";
import { morphing } from "./app/morph";
import { dialogs, menus, toasts } from "./app/overlay";
import { forms } from "./app/forms";
import { islands } from "./app/islands";
import { keys } from "./app/keys";
import { live } from "./app/live";
import { tables } from "./app/tables";
import { tabs } from "./app/tabs";

Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // pages hold personal data: nothing goes to browser storage
  refreshOnHistoryMiss: true,
  scrollBehavior: "auto",
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: true, error: true },
  ],
});

morphing(htmx);
menus();
dialogs();
toasts();
forms();
tables();
tabs();
keys();
islands();
live();
away();

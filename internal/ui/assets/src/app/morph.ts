// hx-swap="morph:outerHTML" keeps focus, caret and scroll where they are.

import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";

interface Htmx {
  defineExtension(name: string, extension: object): void;
}

export function morphing(htmx: Htmx): void {
  htmx.defineExtension("morph", {
    isInlineSwap: (style: string) => style === "morph:outerHTML",
    handleSwap: (style: string, target: Element, fragment: DocumentFragment) => {
      if (!style.startsWith("morph")) return false;
      const morphStyle = style === "morph:innerHTML" ? "innerHTML" : "outerHTML";
      return Idiomorph.morph(target, fragment.children, {
        morphStyle,
        ignoreActiveValue: true,
        callbacks: { beforeAttributeUpdated: keepOpen },
      });
    },
  });
}

/** A menu that the reader opened stays open. */
function keepOpen(name: string, node: Element): boolean {
  return !(name === "open" && node.matches("details, dialog"));
}

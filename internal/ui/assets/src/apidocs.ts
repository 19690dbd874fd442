// Shows the API's description with Swagger UI, from this server alone, in the
// language of the page: what an operation is for, and the words around it.

import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import chinese from "./apidocs.zh.json";

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
}

interface Spec {
  paths: Record<string, Record<string, Operation>>;
}

export function mount(el: HTMLElement): void {
  void show(el);
}

async function show(el: HTMLElement): Promise<void> {
  const zh = document.documentElement.lang.startsWith("zh");
  const spec = (await (await fetch(el.dataset.src ?? "", { credentials: "same-origin" })).json()) as Spec;
  if (zh) {
    translate(spec);
    new MutationObserver((changes) => changes.forEach((c) => c.addedNodes.forEach(reword))).observe(el, { childList: true, subtree: true });
  }
  SwaggerUI({
    spec,
    domNode: el,
    validatorUrl: null,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    syntaxHighlight: { activated: false },
    requestInterceptor: (r: Request) => r,
  });
}

/** translate says in Chinese what each operation is for. */
function translate(spec: Spec): void {
  const operations: Record<string, string> = chinese.operations;
  const tags: Record<string, string> = chinese.tags;
  for (const path of Object.values(spec.paths)) {
    for (const op of Object.values(path)) {
      op.summary = operations[op.operationId ?? ""] ?? op.summary;
      op.tags = op.tags?.map((t) => tags[t] ?? t);
    }
  }
}

/** reword puts the words of Swagger UI itself into Chinese; what the API says stays. */
function reword(node: Node): void {
  const words: Record<string, string> = chinese.words;
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let n: Node | null = walk.currentNode; n; n = walk.nextNode()) {
    const word = n.nodeType === Node.TEXT_NODE ? words[n.nodeValue?.trim() ?? ""] : undefined;
    if (word && !n.parentElement?.closest("pre, code, textarea, .model, .renderedMarkdown")) n.nodeValue = word;
  }
}

// Shows the API's description with Swagger UI, from this server alone.

import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

export function mount(el: HTMLElement): void {
  SwaggerUI({
    url: el.dataset.src,
    domNode: el,
    validatorUrl: null,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    syntaxHighlight: { activated: false },
    requestInterceptor: (r: Request) => r,
  });
}

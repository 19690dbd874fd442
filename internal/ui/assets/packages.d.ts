// What we use of packages that come without types.

declare module "idiomorph/dist/idiomorph.esm.js" {
  export const Idiomorph: {
    morph(
      target: Element,
      content: HTMLCollection,
      options: {
        morphStyle: "innerHTML" | "outerHTML";
        ignoreActiveValue: boolean;
        callbacks: { beforeAttributeUpdated(name: string, node: Element): boolean };
      },
    ): Node[];
  };
}

declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export default function SwaggerUI(options: Record<string, unknown>): void;
}

declare module "echarts/lib/i18n/langZH.js" {
  const words: object;
  export default words;
}

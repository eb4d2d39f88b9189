/** Text, by `import … with { type: "text" }`. */
declare module "*.lua" {
  const text: string;
  export default text;
}

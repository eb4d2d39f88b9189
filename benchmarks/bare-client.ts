// The least that a webhook call can be: one POST, and its answer said. Compiled by programs.ts.
const [, , url = "", key = ""] = process.argv;
const response = await fetch(url, { method: "POST", headers: { "X-API-Key": key } });
console.log(`hello ${response.status} ${await response.text()}`);

// The least that a program can be. Compiled by programs.ts.
console.log("hello");

#!/usr/bin/env node
import { main } from './main.ts';

const { stdin, stdout } = process;

process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  ...(stdin.isTTY && stdout.isTTY ? { terminal: { input: stdin, output: stdout } } : {}),
  say: (text) => console.log(text),
  complain: (text) => console.error(text),
});

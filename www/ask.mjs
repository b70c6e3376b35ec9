// A program that is started for one question: octets in, octets out.

import { startEngine } from "./engine.mjs";

/** Starts a program by the first way that works here, waits for its greeting, asks, and ends it with its answer. A failure is an Error. */
export const askOnce = (ways, octets) =>
  new Promise((resolve, reject) => {
    let isAsked = false;
    const line = startEngine(
      ways,
      (message) => {
        if (!isAsked) {
          isAsked = true;
          line.send(octets);
          return;
        }
        line.end();
        resolve(message);
      },
      (message) => {
        line.end();
        reject(new Error(message ?? "its files cannot be loaded"));
      },
    );
  });

import { holdAgainstNaive } from "./testing/worlds-test.ts";

holdAgainstNaive("v1");

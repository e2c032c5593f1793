/** Messages as KX's own software and its clients publish them, with the value that is in each, as we print it. */
export interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly printed: string;
}

/** Answer to `(.z.p;.Q.w[];count .z.W;sum sum each .z.W)`. */
export const NUMBERS_ANSWER =
  "010200009e000000000004000000f415cd07e90d00000a630b0008000000757365640068656170007065616b00776d6178006d6d6170006d7068790073796d730073796d770007000800000070910200000000000000000400000000000000040000000000000000000000000000000000000000000000000200000041020000000000005c63000000000000f90700000000000000f90000000000000000";
/** Answer to `1+1`. */
export const TWO = "0102000011000000f90200000000000000";

export const VECTORS: readonly Vector[] = [
  { name: "V1", hex: "010000000d000000fa01000000", printed: "1" },
  { name: "V2", hex: "010000001200000006000100000001000000", printed: "1" },
  { name: "V3", hex: "01000000130000000400050000000001020304", printed: "0x00 0x01 0x02 0x03 0x04" },
  { name: "V4", hex: "01000000190000000000010000000400050000000001020304", printed: "(0x00 0x01 0x02 0x03 0x04)" },
  { name: "V5", hex: "0100000021000000630b0002000000610062000600020000000200000003000000", printed: "`a`b!2 3" },
  {
    name: "V6",
    hex: "010000002f0000006200630b0002000000610062000000020000000600010000000200000006000100000003000000",
    printed: "table of 1 row: a, b",
  },
  {
    name: "V7",
    hex: "010000003f000000636200630b00010000006100000001000000060001000000020000006200630b0001000000620000000100000006000100000003000000",
    printed: "table of 1 row: a!table of 1 row: b",
  },
  { name: "V8", hex: "010000001500000064000a00050000007b782b797d", printed: "a function" },
  { name: "V9", hex: "010000000e000000807479706500", printed: "'type" },
  { name: "V10", hex: "0100000011000000f90100000000000000", printed: "1" },
  { name: "V11", hex: "0100000011000000f90000000000000080", printed: "0N" },
  { name: "V12", hex: "0100000011000000f90000000001000000", printed: "4294967296" },
  { name: "V13", hex: "0100000011000000f4b84d1d352d045706", printed: "2014.06.23D11:34:39.412547000" },
  { name: "V14", hex: "0100000011000000f428bfce2735ece907", printed: "2018.01.26D01:49:00.884361000" },
  { name: "V15", hex: "010000000e000000f5474f4f4700", printed: "GOOG" },
  { name: "V16", hex: "01000000120000000a0004000000474f4f47", printed: "GOOG" },
  { name: "V17", hex: "0100000010000000f5e4bda0e5a5bd00", printed: "你好" },
  { name: "V18", hex: "0100000011000000f7000000000000f87f", printed: "0n" },
  { name: "V19", hex: "0100000019000000fe8c6b8b64681560840a3e178401251b68", printed: "8c6b8b64-6815-6084-0a3e-178401251b68" },
  { name: "V20", hex: "010000000a0000006500", printed: "::" },
  { name: "V21, big endian", hex: "000000000000000dfa00000001", printed: "1" },
  { name: "Q1", hex: "01010000110000000a0003000000312b31", printed: "1+1" },
  { name: "R1", hex: TWO, printed: "2" },
  { name: "Q2", hex: "01010000120000000a00040000002e7a2e50", printed: ".z.P" },
  { name: "R2", hex: "0102000011000000f415cd07e90d00000a", printed: "2022.11.01D00:00:00.123456789" },
  { name: "R3", hex: "010200000e000000807479706500", printed: "'type" },
  {
    name: "Q4",
    hex: "01010000380000000a002a000000282e7a2e703b2e512e775b5d3b636f756e74202e7a2e573b73756d2073756d2065616368202e7a2e5729",
    printed: "(.z.p;.Q.w[];count .z.W;sum sum each .z.W)",
  },
  {
    name: "R4",
    hex: NUMBERS_ANSWER,
    printed:
      "(2022.11.01D00:00:00.123456789;`used`heap`peak`wmax`mmap`mphy`syms`symw!168304 67108864 67108864 0 0 8589934592 577 25436;7;0)",
  },
];

/** Of the 31, those that are compressed: an answer of this size is no answer to a health query. */
export const COMPRESSED: readonly Omit<Vector, "printed">[] = [
  {
    name: "V22",
    hex: "010001002d000000de070000800b00e80300006161ffaa6161ff6161ff6161ff6161ff2a6161ff6161ff6161bf",
  },
  { name: "V23", hex: "0100010026000000de070000000100d00700000101ff00ff00ff00ff00ff00ff00ff00ff00c5" },
  {
    name: "V24",
    hex: "010001002d000000de070000800b00e80300007171ffaa7171ff7171ff7171ff7171ff2a7171ff7171ff7171bf",
  },
];

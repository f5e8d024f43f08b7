/*
 * Tables and figures of the profile's document.
 */
export const nanos = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 0 })

export const times = (value: number): string => `${value.toFixed(2)} ×`

export const table = (head: ReadonlyArray<string>, lines: ReadonlyArray<ReadonlyArray<string>>): string => {
  const all = [head, ...lines]
  const widths = head.map((_, column) => Math.max(3, ...all.map((line) => line[column]!.length)))
  const row = (line: ReadonlyArray<string>) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`
  return [row(head), row(widths.map((width) => "-".repeat(width))), ...lines.map(row)].join("\n")
}

/*
 * `os.date`'s conversions: those of C99, in the C locale.
 */

/** A moment, taken apart: local or UTC. */
export interface Moment {
  /** Seconds since 1970. */
  readonly time: number
  readonly year: number
  /** 0 to 11 */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 is Sunday. */
  readonly weekday: number
  /** 0 is the first of January. */
  readonly yearday: number
  readonly summer: boolean
  /** Minutes east of Greenwich. */
  readonly offset: number
  readonly zone: string
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December"
]

const utc = (year: number, month: number, day: number): number => {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  return date.getTime()
}

/** Minutes east of Greenwich of a local time: of winter, and of the moment itself. */
const offsets = (date: Date): readonly [winter: number, now: number] => {
  const year = date.getFullYear()
  const january = new Date(date)
  january.setFullYear(year, 0, 1)
  const july = new Date(date)
  july.setFullYear(year, 6, 1)
  return [Math.min(-january.getTimezoneOffset(), -july.getTimezoneOffset()), -date.getTimezoneOffset()]
}

export const isSummer = (date: Date): boolean => {
  const [winter, now] = offsets(date)
  return now > winter
}

const zoneName = (date: Date): string => {
  const part = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" })
    .formatToParts(date)
    .find(({ type }) => type === "timeZoneName")
  return part?.value ?? ""
}

/** Takes a moment apart; undefined where a date cannot be so far away. */
export const moment = (time: number, inUtc: boolean): Moment | undefined => {
  const date = new Date(time * 1000)
  if (Number.isNaN(date.getTime())) return undefined
  if (inUtc) {
    const year = date.getUTCFullYear()
    const day = utc(year, date.getUTCMonth(), date.getUTCDate())
    return {
      time,
      year,
      month: date.getUTCMonth(),
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      weekday: date.getUTCDay(),
      yearday: Math.round((day - utc(year, 0, 1)) / 86400000),
      summer: false,
      offset: 0,
      zone: "GMT"
    }
  }
  const year = date.getFullYear()
  return {
    time,
    year,
    month: date.getMonth(),
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    weekday: date.getDay(),
    yearday: Math.round((utc(year, date.getMonth(), date.getDate()) - utc(year, 0, 1)) / 86400000),
    summer: isSummer(date),
    offset: -date.getTimezoneOffset(),
    get zone() {
      return zoneName(date)
    }
  }
}

/** The year and week of ISO 8601: weeks begin on Monday, the first one holds the fourth of January. */
const isoWeek = (m: Moment): readonly [year: number, week: number] => {
  const weekday = (m.weekday + 6) % 7
  const thursday = new Date(utc(m.year, m.month, m.day - weekday + 3))
  const year = thursday.getUTCFullYear()
  return [year, 1 + Math.floor((thursday.getTime() - utc(year, 0, 1)) / 604800000)]
}

const two = (n: number): string => String(n).padStart(2, "0")
const space = (n: number): string => String(n).padStart(2, " ")
const mod = (n: number, by: number): number => ((n % by) + by) % by
const years = (n: number): string => (n < 0 ? "-" + String(-n) : String(n))

/** One conversion; undefined if there is none of that name. */
export const conversion = (name: string, m: Moment): string | undefined => {
  const all = (...names: ReadonlyArray<string>): string => names.map((part) => conversion(part, m) ?? part).join("")
  switch (name) {
    case "a":
      return weekdays[m.weekday]!.slice(0, 3)
    case "A":
      return weekdays[m.weekday]!
    case "b":
    case "h":
      return months[m.month]!.slice(0, 3)
    case "B":
      return months[m.month]!
    case "c":
    case "Ec":
      return all("a", " ", "b", " ", "e", " ", "T", " ", "Y")
    case "C":
    case "EC":
      return two(Math.floor(m.year / 100))
    case "d":
    case "Od":
      return two(m.day)
    case "D":
    case "x":
    case "Ex":
      return all("m", "/", "d", "/", "y")
    case "e":
    case "Oe":
      return space(m.day)
    case "F":
      return all("Y", "-", "m", "-", "d")
    case "g":
      return two(mod(isoWeek(m)[0], 100))
    case "G":
      return years(isoWeek(m)[0])
    case "H":
    case "OH":
      return two(m.hour)
    case "I":
    case "OI":
      return two(m.hour % 12 === 0 ? 12 : m.hour % 12)
    case "j":
      return String(m.yearday + 1).padStart(3, "0")
    case "m":
    case "Om":
      return two(m.month + 1)
    case "M":
    case "OM":
      return two(m.minute)
    case "n":
      return "\n"
    case "p":
      return m.hour < 12 ? "AM" : "PM"
    case "r":
      return all("I", ":", "M", ":", "S", " ", "p")
    case "R":
      return all("H", ":", "M")
    case "S":
    case "OS":
      return two(m.second)
    case "t":
      return "\t"
    case "T":
    case "X":
    case "EX":
      return all("H", ":", "M", ":", "S")
    case "u":
    case "Ou":
      return String(m.weekday === 0 ? 7 : m.weekday)
    case "U":
    case "OU":
      return two(Math.floor((m.yearday + 7 - m.weekday) / 7))
    case "V":
    case "OV":
      return two(isoWeek(m)[1])
    case "w":
    case "Ow":
      return String(m.weekday)
    case "W":
    case "OW":
      return two(Math.floor((m.yearday + 7 - mod(m.weekday + 6, 7)) / 7))
    case "y":
    case "Ey":
    case "Oy":
      return two(mod(m.year, 100))
    case "Y":
    case "EY":
      return years(m.year)
    case "z":
      return `${m.offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(m.offset) / 60))}${two(Math.floor(Math.abs(m.offset) % 60))}`
    case "Z":
      return m.zone
    case "%":
      return "%"
    default:
      return undefined
  }
}

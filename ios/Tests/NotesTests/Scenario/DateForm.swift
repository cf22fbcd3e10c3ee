import Foundation

/// `2026-01-31T23:59:59.123456Z`, in the calendar that counts as if it had always been there.
extension Date: Form {
    static func read(_ json: JSON) throws -> Date {
        let text = try json.text()
        let parts = text.split { "-T:.Z".contains($0) }.compactMap { Int64($0) }
        guard parts.count == 7, text.count == 27 else { throw Unreadable("\(text) is no date") }
        let days = daysSince1970(year: parts[0], month: parts[1], day: parts[2])
        let seconds = days * 86_400 + parts[3] * 3_600 + parts[4] * 60 + parts[5]
        return Date(microsecondsSince1970: seconds * 1_000_000 + parts[6])
    }

    var form: JSON {
        let microseconds = microsecondsSince1970
        let (days, time) = microseconds.flooredBy(86_400_000_000)
        let date = civil(daysSince1970: days)
        let (seconds, fraction) = time.flooredBy(1_000_000)
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return .text("\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(clock).\(padded(fraction, 6))Z")
    }

    init(microsecondsSince1970 microseconds: Int64) {
        self.init(timeIntervalSinceReferenceDate: Double(microseconds - Self.microsecondsTo2001) / 1e6)
    }

    /// Rounds the fraction alone: the product of the whole number would round once more.
    var microsecondsSince1970: Int64 {
        let seconds = timeIntervalSinceReferenceDate.rounded(.down)
        let fraction = timeIntervalSinceReferenceDate - seconds
        return Int64(seconds) * 1_000_000 + Int64((fraction * 1e6).rounded()) + Self.microsecondsTo2001
    }

    private static let microsecondsTo2001: Int64 = 978_307_200_000_000
}

/// Years that begin in March put the leap day at their end; 400 of them have 146,097 days.
private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = year.flooredBy(400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = (days + 719_468).flooredBy(146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}

private func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}

extension Int64 {
    /// Divides towards minus infinity, so that the remainder is never negative.
    fileprivate func flooredBy(_ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

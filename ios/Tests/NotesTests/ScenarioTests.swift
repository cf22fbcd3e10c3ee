import Foundation
import Testing

/// The scenario that every language runs: `tests/scenario/notes.json`, or the file that `LARDER_SCENARIO` names.
@Test func everyStepOfTheScenarioAgrees() throws {
    let steps = try JSONDecoder().decode([JSON].self, from: Data(contentsOf: scenarioFile()))

    let scenario = try Folder.temporary { folder in
        let scenario = try Scenario(in: folder)
        scenario.run(steps)
        return scenario
    }

    for disagreement in scenario.disagreements {
        Issue.record("\(disagreement)")
    }
    print("scenario: \(scenario.agreed) steps agree")
    #expect(scenario.agreed > 0)
}

private func scenarioFile() -> URL {
    if let chosen = ProcessInfo.processInfo.environment["LARDER_SCENARIO"] { return URL(fileURLWithPath: chosen) }
    let checkout = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return checkout.appendingPathComponent("tests/scenario/notes.json")
}

package dev.muster.server.console;

import dev.muster.core.attestation.Expected;
import dev.muster.core.ledger.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a device is not trusted, and the one next thing to do about each reason.
 *
 * @param entry index of the entry that says so, negative when it is the absence of one
 */
record WhyNot(String reason, String next, long entry) {
    static List<WhyNot> of(DeviceSummary device, Instant now) {
        List<WhyNot> reasons = new ArrayList<>();
        Fact software = device.facts().get(FactKeys.SOFTWARE);
        Fact refused = device.facts().get(FactKeys.REFUSED);
        Fact verdict = device.facts().get(FactKeys.VERDICT);
        Fact state = device.facts().get(FactKeys.STATE);
        if (verdict == null) {
            reasons.add(new WhyNot(
                    "No evidence from this device has been appraised yet.",
                    "Ask it to attest: muster device check " + device.id(),
                    -1));
        }
        if (verdict != null && device.silent(now)) {
            reasons.add(silent(device, verdict));
        }
        if (software != null && software.value().equals("mismatch")) {
            reasons.add(new WhyNot(
                    "Its measurements contradict the maker's reference values.",
                    "Roll it back: it is quarantined by itself, then muster device check " + device.id(),
                    software.entry()));
        }
        if (software != null && software.value().equals("between")) {
            reasons.add(new WhyNot(
                    "Its software is partly a release and partly the one that follows it.",
                    "Let the update end, then muster device check " + device.id(),
                    software.entry()));
        }
        if (software != null && software.value().equals("no-reference")) {
            reasons.add(new WhyNot(
                    "No reference value is known for the software it measured.",
                    "Get the maker's CoRIM and add it: muster ref add FILE",
                    software.entry()));
        }
        if (refused != null && (verdict == null || refused.entry() > verdict.entry())) {
            reasons.add(new WhyNot(
                    "Its last evidence was refused: " + refused.value() + ".",
                    "Look at the entry, then muster device check " + device.id(),
                    refused.entry()));
        }
        if (state != null) {
            keptAway(device, state).ifPresent(reasons::add);
        }
        return List.copyOf(reasons);
    }

    private static WhyNot silent(DeviceSummary device, Fact verdict) {
        return new WhyNot(
                "It has shown no evidence for more than " + Expected.told(device.silentAfter())
                        + device.every()
                                .map(every -> " and is to show some every " + Expected.told(every))
                                .orElse("")
                        + ": what its last one said is no trust any more.",
                "Look whether it is still there: muster device check " + device.id(),
                verdict.entry());
    }

    private static Optional<WhyNot> keptAway(DeviceSummary device, Fact state) {
        if (device.state().equals(DeviceSummary.JOINING)) {
            return Optional.of(new WhyNot(
                    "It has joined and is not in service: good evidence since then puts it there by itself.",
                    "A device that cannot attest is put in service by a person: muster device release " + device.id(),
                    state.entry()));
        }
        if (device.held()) {
            return Optional.of(new WhyNot(
                    "It is " + state.value() + ".",
                    "See the timeline for the reason; release it with muster device release " + device.id(),
                    state.entry()));
        }
        return Optional.empty();
    }
}

package dev.muster.core.governance;

import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What governance writes into the ledger. */
public sealed interface GovernanceEvent extends Event {
    /**
     * A record began or moved. Subject: {@code <machine>/<id>}.
     *
     * @param transition name; {@link Transition#OPENING} for the beginning
     * @param from the state before, empty at the beginning
     * @param to the state after
     * @param by who did it; {@code muster} for a timer
     * @param reason why, may be empty
     * @param fields what was set with it; an empty value takes one away
     * @param kind what kind of record it is, whatever was set when: those of {@link #KIND} that it keeps
     */
    @EntryType("governance.moved")
    record Moved(
            String transition,
            String from,
            String to,
            String by,
            String reason,
            Map<String, String> fields,
            Map<String, String> kind)
            implements GovernanceEvent {
        /** Fields that say what a record is about. */
        public static final Set<String> KIND =
                Set.of("area", "topic", "kind", "category", "about", "device", "product", "person", "first-unit");

        public Moved {
            fields = Map.copyOf(fields);
            kind = Map.copyOf(kind);
        }
    }

    /**
     * Somebody subscribed a calendar program. Subject: {@code feed/<id>}.
     *
     * @param digest SHA-256 of the token in its address, hexadecimal
     * @param kind of the records it tells of; empty for all
     * @param until it is good
     */
    @EntryType("governance.feed-opened")
    record FeedOpened(String digest, String kind, Instant until) implements GovernanceEvent {}

    /** It is good no more. Subject: {@code feed/<id>}. */
    @EntryType("governance.feed-ended")
    record FeedEnded(String reason) implements GovernanceEvent {}

    /**
     * A device has destroyed what it holds, or tried. Subject: {@code device/<id>}.
     *
     * @param custody id of the custody record that ordered it
     * @param outcome {@code complete}, or {@code incomplete} when something is still there
     * @param strength how firm what the device does is, such as {@code checked} or {@code simulated}
     * @param proof as it was signed ({@link dev.muster.format.devices.maintenance.WipeProof}, COSE_Sign1)
     */
    @EntryType("governance.wipe-proved")
    record WipeProved(String custody, String outcome, String strength, byte[] proof) implements GovernanceEvent {
        @Override
        public boolean equals(Object other) {
            return other instanceof WipeProved that
                    && custody.equals(that.custody)
                    && outcome.equals(that.outcome)
                    && strength.equals(that.strength)
                    && Arrays.equals(proof, that.proof);
        }

        @Override
        public int hashCode() {
            return Objects.hash(custody, outcome, strength, Arrays.hashCode(proof));
        }
    }

    /**
     * Somebody got a role at a device for a short while. Subject: {@code device/<id>}.
     *
     * @param token its id
     * @param role such as {@code operator}
     */
    @EntryType("governance.local-token-issued")
    record LocalTokenIssued(String token, String person, String role, Instant until) implements GovernanceEvent {}

    /**
     * What was issued for a device's local functions until then counts no more, once the device knows. Subject: {@code
     * device/<id>}.
     */
    @EntryType("governance.local-tokens-voided")
    record LocalTokensVoided(Instant since, String reason) implements GovernanceEvent {}

    /**
     * A device has recorded what was done with a role. Subject: {@code device/<id>}.
     *
     * @param role that was issued
     * @param compared {@code kept}, or what of it does not go with the role, after {@code broken}
     * @param steps how many
     * @param refused how many of them it refused
     * @param record as it was signed ({@link dev.muster.format.devices.maintenance.SessionRecord}, COSE_Sign1)
     */
    @EntryType("governance.local-session-recorded")
    record LocalSessionRecorded(
            String token, String person, String role, String compared, long steps, long refused, byte[] record)
            implements GovernanceEvent {
        @Override
        public boolean equals(Object other) {
            return other instanceof LocalSessionRecorded that
                    && words().equals(that.words())
                    && Arrays.equals(record, that.record);
        }

        @Override
        public int hashCode() {
            return Objects.hash(words(), Arrays.hashCode(record));
        }

        private List<Object> words() {
            return List.of(token, person, role, compared, steps, refused);
        }
    }

    /**
     * A device has recorded a session of maintenance. Subject: {@code session/<id>}.
     *
     * @param device who recorded it
     * @param record as it was signed ({@link dev.muster.format.devices.maintenance.SessionRecord}, COSE_Sign1)
     */
    @EntryType("governance.session-recorded")
    record SessionRecorded(String device, byte[] record) implements GovernanceEvent {
        @Override
        public boolean equals(Object other) {
            return other instanceof SessionRecorded that
                    && device.equals(that.device)
                    && Arrays.equals(record, that.record);
        }

        @Override
        public int hashCode() {
            return 31 * device.hashCode() + Arrays.hashCode(record);
        }
    }
}

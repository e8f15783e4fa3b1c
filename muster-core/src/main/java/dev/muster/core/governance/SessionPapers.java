package dev.muster.core.governance;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a session gives to a person before it, and takes from the device after it. */
public final class SessionPapers {
    private static final HexFormat HEX = HexFormat.of();

    /** Steps told in words; all of them are in the record. */
    private static final int TOLD = 20;

    private SessionPapers() {}

    /** Whether there is a credential. */
    public sealed interface Credential {
        /** To be signed and handed to the person. */
        record Ready(Grant grant) implements Credential {}

        /** @param detail why there is none */
        record Withheld(String detail) implements Credential {}
    }

    /**
     * The credential of a session: only while it is issued, its order under way, its person authorised and its tool
     * approved, whatever was true when it was asked for.
     */
    public static Credential credential(OrgId org, Instance session, WorkflowStore store, Instant now) {
        Optional<Instance> order = linked(session, "work-order", "work-order", "in-progress", store);
        Optional<Instance> crew = linked(session, "authorisation", "authorisation", "active", store);
        Optional<Instance> tool = linked(session, "tool", "tool", "approved", store);
        Optional<Instant> until = windowEnd(session);
        if (!session.state().equals("credential-issued")
                || until.filter(now::isBefore).isEmpty()) {
            return new Credential.Withheld("session " + session.id() + " is " + session.state()
                    + until.map(at -> ", its window ends " + at).orElse(""));
        }
        if (order.isEmpty() || crew.isEmpty() || tool.isEmpty()) {
            return new Credential.Withheld(
                    order.isEmpty()
                            ? "its work order is not under way"
                            : crew.isEmpty() ? "its person is not authorised" : "its tool is not approved");
        }
        Optional<CoseKey> key = key(crew.get().fields().getOrDefault("key", ""));
        if (key.isEmpty()) {
            return new Credential.Withheld("authorisation " + crew.get().id()
                    + " has no key that can be read: its field key is a SubjectPublicKeyInfo in Base64");
        }
        Instant end = now.plus(Grant.MAX_LIFETIME).isBefore(until.get()) ? now.plus(Grant.MAX_LIFETIME) : until.get();
        return new Credential.Ready(new Grant(
                org.value(),
                session.fields().getOrDefault("person", ""),
                key.get(),
                order.get().fields().getOrDefault("device", ""),
                now,
                end,
                session.id(),
                order.get().id(),
                tool.get().id(),
                HEX.parseHex(tool.get().fields().getOrDefault("digest", "")),
                session.fields().getOrDefault("escort", "")));
    }

    /** When the session is ended at the latest. */
    public static Optional<Instant> windowEnd(Instance session) {
        return Field.time(session.fields().getOrDefault("window-end", ""));
    }

    /** Whether its person works by way of this server. */
    public static boolean isThroughServer(Instance session) {
        return LinkGuards.Channel.SERVER.equals(session.fields().get("channel"));
    }

    private static Optional<Instance> linked(
            Instance session, String field, String machine, String state, WorkflowStore store) {
        return store.find(machine, session.fields().getOrDefault(field, ""))
                .filter(found -> found.state().equals(state));
    }

    private static Optional<CoseKey> key(String spki) {
        try {
            return Optional.of(CoseKey.of(Keys.publicKey(Base64.getDecoder().decode(spki))));
        } catch (IllegalArgumentException | CryptoException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Takes the record of a session that the device signed; the signature was checked.
     *
     * @param actor {@code device/<id>}, as its certificate says
     */
    public static Decision<Workflows.Answer> record(
            byte[] signed, SessionRecord record, String actor, Workflows workflows, WorkflowStore store, Instant now) {
        Workflows.Request wish = new Workflows.Request(
                "session",
                record.session(),
                "record",
                actor,
                false,
                "",
                Map.of(
                        "transcript",
                        HEX.formatHex(Sha256.of(signed)),
                        "actions",
                        words(record),
                        "ended",
                        record.ending().word()));
        Decision<Workflows.Answer> decision = workflows.move(wish, store, now);
        if (!(decision.answer() instanceof Workflows.Answer.Moved moved)) {
            return decision;
        }
        List<Draft> drafts = new ArrayList<>(decision.drafts());
        drafts.add(new Draft(
                moved.now().subject(),
                now,
                actor,
                new GovernanceEvent.SessionRecorded(actor.substring(actor.indexOf('/') + 1), signed)));
        return Decision.of(decision.answer(), drafts);
    }

    private static String words(SessionRecord record) {
        String steps = record.steps().stream()
                .limit(TOLD)
                .map(step -> step.kind().word() + " " + step.what()
                        + (step.kind() == SessionRecord.Kind.RUN ? " (exit " + step.status() + ")" : "") + " "
                        + HEX.formatHex(step.digest(), 0, 4))
                .collect(Collectors.joining("\n"));
        String all =
                record.steps().size() + " steps from " + record.openedAt() + " to " + record.endedAt() + "\n" + steps;
        String shown = all.chars()
                .filter(c -> c == '\n' || !Character.isISOControl(c))
                .limit(Field.MAX_CHARS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return shown.strip();
    }
}

package dev.muster.core.governance;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.devices.maintenance.LocalOperation;
import dev.muster.format.devices.maintenance.LocalRole;
import dev.muster.format.devices.maintenance.RoleToken;
import dev.muster.format.devices.maintenance.SessionRecord;
import dev.muster.format.devices.orders.OrderAction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settles who has which role at a device, and compares what devices say was done with it. */
public final class LocalTokens {
    /** The device kept to the role. */
    public static final String KEPT = "kept";

    /** Something was done that the role does not have, or outside of its time; what it was follows. */
    public static final String BROKEN = "broken";

    /** More people at one device at a time, and whoever asks is mistaken. */
    public static final int MOST_VALID = 32;

    /** A device's clock may be as far off as that. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private static final int MAX_PERSON_CHARS = 128;

    private LocalTokens() {}

    /** What is known of tokens and devices of one organisation. */
    public interface Store {
        DeviceRegister register();

        Optional<Issued> find(String token);

        /** How many of a device's tokens are good now. */
        long valid(DeviceId device, Instant now);
    }

    /**
     * A token that was issued.
     *
     * @param entry of the record of its session; empty until the device has told
     */
    public record Issued(
            String token,
            DeviceId device,
            String person,
            LocalRole role,
            Instant from,
            Instant until,
            Optional<Long> entry) {}

    /**
     * Whom a token is for.
     *
     * @param id fresh
     * @param key whose possession the person will prove
     */
    public record Wish(String id, String person, LocalRole role, CoseKey key, Duration life) {}

    /** What became of a wish. */
    public sealed interface Answer {
        /** To be signed. */
        record Ready(RoleToken token) implements Answer {}

        /** Nothing issued until then counts any more, once the device has this order. */
        record Voided(String order, Instant since) implements Answer {}

        /** The record is in the ledger, now or before. */
        record Recorded() implements Answer {}

        /** @param reason such as {@code device-unknown}, {@code token-unknown}, {@code tokens-too-many} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** Issues one. */
    public static Decision<Answer> issue(
            OrgId org, DeviceId device, Wish wish, Store store, String issuer, Instant now) {
        if (store.register().device(device).isEmpty()) {
            return refused(Kind.ABSENT, "device-unknown", "device " + device + " is not on the register");
        }
        if (wish.person().isBlank()
                || wish.person().length() > MAX_PERSON_CHARS
                || wish.person().chars().anyMatch(Character::isISOControl)) {
            return refused(
                    Kind.INVALID, "person-invalid", "a person's name has 1 to " + MAX_PERSON_CHARS + " characters");
        }
        if (wish.life().compareTo(Duration.ofMinutes(1)) < 0 || wish.life().compareTo(RoleToken.MAX_LIFETIME) > 0) {
            return refused(
                    Kind.INVALID,
                    "lifetime-invalid",
                    "a token is good for 1 to " + RoleToken.MAX_LIFETIME.toMinutes() + " minutes");
        }
        if (store.valid(device, now) >= MOST_VALID) {
            return refused(Kind.CONFLICT, "tokens-too-many", "there are " + MOST_VALID + " good ones for this device");
        }
        Instant from = now.truncatedTo(ChronoUnit.SECONDS);
        Instant until = from.plus(wish.life());
        RoleToken token = new RoleToken(
                org.value(), wish.person(), wish.key(), device.value(), from, until, wish.id(), wish.role());
        return Decision.of(
                new Answer.Ready(token),
                new Draft(
                        device.subject(),
                        now,
                        issuer,
                        new GovernanceEvent.LocalTokenIssued(
                                wish.id(), wish.person(), wish.role().word(), until)));
    }

    /**
     * Makes void what was issued for a device until now.
     *
     * @param order fresh id of the order that tells the device
     */
    public static Decision<Answer> makeVoid(
            DeviceId device, String order, String reason, Store store, String issuer, Instant now) {
        Instant since = now.truncatedTo(ChronoUnit.SECONDS);
        Decision<OrderDesk.Asked> asked =
                OrderDesk.ask(device, order, new OrderAction.LocalEpoch(since), store.register(), issuer, now);
        if (asked.answer() instanceof OrderDesk.Asked.Refused no) {
            return refused(no.kind(), no.reason(), no.detail());
        }
        List<Draft> drafts = new ArrayList<>(asked.drafts());
        drafts.add(new Draft(device.subject(), now, issuer, new GovernanceEvent.LocalTokensVoided(since, reason)));
        return Decision.of(new Answer.Voided(order, since), drafts);
    }

    /**
     * Takes the record of a session that a device signed; the signature was checked. One that is there already is taken again,
     * because the device did not hear our answer.
     */
    public static Decision<Answer> record(
            byte[] signed, SessionRecord record, DeviceId device, Store store, Instant now) {
        Optional<Issued> issued =
                store.find(record.session()).filter(one -> one.device().equals(device));
        if (issued.isEmpty()) {
            return refused(
                    Kind.ABSENT, "token-unknown", "no token " + record.session() + " was issued for this device");
        }
        if (issued.get().entry().isPresent()) {
            return Decision.of(new Answer.Recorded());
        }
        long no = record.steps().stream()
                .filter(step -> step.kind() == SessionRecord.Kind.REFUSED)
                .count();
        return Decision.of(
                new Answer.Recorded(),
                new Draft(
                        device.subject(),
                        now,
                        device.subject().text(),
                        new GovernanceEvent.LocalSessionRecorded(
                                record.session(),
                                issued.get().person(),
                                issued.get().role().word(),
                                compared(record, issued.get()),
                                record.steps().size(),
                                no,
                                signed)));
    }

    /** By what was issued here, and not by the role that the device says it saw. */
    static String compared(SessionRecord record, Issued issued) {
        if (!record.role().equals(Optional.of(issued.role()))
                || !record.person().equals(issued.person())) {
            return BROKEN + ": it let in another person or role than the token's";
        }
        for (SessionRecord.Step step : record.steps()) {
            if (step.kind() == SessionRecord.Kind.REFUSED) {
                continue;
            }
            String word = step.what().split(" ", 2)[0];
            boolean may = step.kind() == SessionRecord.Kind.DID
                    && LocalOperation.ofWord(word).filter(issued.role()::may).isPresent();
            if (!may) {
                return BROKEN + ": " + step.kind().word() + " " + shown(word) + " with role "
                        + issued.role().word();
            }
            if (step.at().isBefore(issued.from().minus(CLOCKS_APART))
                    || step.at().isAfter(issued.until().plus(CLOCKS_APART))) {
                return BROKEN + ": " + shown(word) + " at " + step.at() + ", outside of the token's time";
            }
        }
        return KEPT;
    }

    /** A device chose these letters. */
    private static String shown(String word) {
        return LocalOperation.ofWord(word).map(LocalOperation::word).orElse("something else");
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}

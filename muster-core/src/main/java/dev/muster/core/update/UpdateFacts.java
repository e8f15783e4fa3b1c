package dev.muster.core.update;

import static dev.muster.core.facts.FactType.count;
import static dev.muster.core.facts.FactType.flag;
import static dev.muster.core.facts.FactType.text;
import static dev.muster.core.facts.FactType.words;

import dev.muster.core.devices.OrderClosed;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.update.suit.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the entries of updates state:
 *
 * <ul>
 *   <li>{@code update.installed}: {@code success} or {@code failure}, from the device's signed report (REPORTED)
 *   <li>{@code update.tampered}, {@code update.foreign-signer}, {@code update.old-sequence}: {@code accepted},
 *       {@code refused} when it named a reason that refuses just that, or {@code failed-otherwise}, which is no refusal; what
 *       the envelope is, the server found itself, what the device did with it is its word (REPORTED)
 *   <li>{@code update.rolled-back}: {@code success} or {@code failure}, the device's word on the order (REPORTED)
 *   <li>{@code update.latency-seconds}, {@code update.current = true}: from accepted evidence (ATTESTED)
 *   <li>{@code update.current = false}: a newer release was meant for it (OBSERVED), or evidence shows an older one again
 *       (ATTESTED)
 *   <li>{@code update.mode}: {@code automatic} when evidence followed its order, {@code manual} when it came to the release
 *       after its order had failed or ended (OBSERVED)
 *   <li>{@code update.published}: id of the product's newest release (product, CLAIMED)
 *   <li>{@code update.rollout}: how the last rollout stands for it (OBSERVED)
 *   <li>{@code update.failure-reason}: why the last installation failed or was refused (REPORTED)
 *   <li>{@code update.report-replayed}: the server ran the manifest to see whether the report can have come from it (OBSERVED)
 *   <li>{@code update.switched}: {@code off} since somebody held the device, {@code on} since it was let go (RECORDED)
 *   <li>{@code update.key-list}: epoch of the product's newest signed list of release keys (product, OBSERVED)
 *   <li>{@code update.signed}: thumbprint of the release's signer (release, CLAIMED)
 * </ul>
 */
public final class UpdateFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey INSTALLED = WORDS.device(
            "update.installed",
            words("success", "failure"),
            Grade.REPORTED,
            "outcome of the last installation, from the signed report");
    public static final FactKey TAMPERED = WORDS.device(
            "update.tampered",
            words("refused", "accepted", "failed-otherwise"),
            Grade.REPORTED,
            "what it did with changed bytes");
    public static final FactKey FOREIGN_SIGNER = WORDS.device(
            "update.foreign-signer",
            words("refused", "accepted", "failed-otherwise"),
            Grade.REPORTED,
            "what it did with a signer it does not trust");
    public static final FactKey OLD_SEQUENCE = WORDS.device(
            "update.old-sequence",
            words("refused", "accepted", "failed-otherwise"),
            Grade.REPORTED,
            "what it did with an older release");
    public static final FactKey ROLLED_BACK = WORDS.device(
            "update.rolled-back",
            words("success", "failure"),
            Grade.REPORTED,
            "outcome of the last ordered return to the previous software");
    public static final FactKey LATENCY_SECONDS = WORDS.device(
            "update.latency-seconds",
            count(),
            Grade.ATTESTED,
            "seconds from publication to evidence that the device runs it");
    public static final FactKey CURRENT =
            WORDS.device("update.current", flag(), Grade.ATTESTED, "evidence shows the newest release meant for it");
    public static final FactKey MODE =
            WORDS.device("update.mode", words("automatic", "manual"), Grade.OBSERVED, "who starts an installation");

    public static final FactKey ROLLOUT = WORDS.device(
            "update.rollout",
            words("offered", "updated", "failed", "overdue", "fell-back"),
            Grade.OBSERVED,
            "how the last rollout that meant it stands for it");
    public static final FactKey FAILURE_REASON = WORDS.device(
            "update.failure-reason",
            text(),
            Grade.REPORTED,
            "reason of the last installation that failed or was refused, from the signed report");

    public static final FactKey REPORT_REPLAYED = WORDS.device(
            "update.report-replayed",
            words("possible", "impossible"),
            Grade.OBSERVED,
            "whether running the manifest can leave the report that the device signed");

    public static final FactKey SWITCHED = WORDS.device(
            "update.switched",
            words("on", "off"),
            Grade.RECORDED,
            "whether the device is offered releases, once somebody said");

    public static final FactKey PUBLISHED = WORDS.product(
            "update.published", text(), Grade.CLAIMED, "the release of the product that was published last");

    public static final FactKey SIGNER_KIND = WORDS.product(
            "update.signer-kind",
            text(),
            Grade.OBSERVED,
            "kind of the key that was accepted last for the product's releases; no other signature is published");

    public static final FactKey KEY_LIST = WORDS.product(
            "update.key-list",
            count(),
            Grade.OBSERVED,
            "epoch of the newest signed list of the product's release keys");

    /** Stated by attestation: the epoch of the list that it says it obeys. */
    public static final FactKey OBEYED_EPOCH = FactKey.device("attestation.release-key-epoch");

    /** Stated by attestation: the version that its last evidence proved. */
    public static final FactKey ATTESTED_VERSION = FactKey.device("attestation.version");

    static {
        WORDS.about("release", "update.signed", text(), Grade.CLAIMED, "thumbprint of the release's signer");
    }

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    /** What refuses an envelope for its digest or its signer (draft-ietf-suit-report, reason codes 4 and 7). */
    private static final Set<String> UNAUTHORISED =
            Set.of(Reason.UNAUTHORISED.word(), Reason.COMPONENT_UNAUTHORISED.word());

    /** What refuses an older one: a condition (10), or a sequence number under the accepted one (4). */
    private static final Set<String> TOO_OLD = Set.of(Reason.CONDITION_FAILED.word(), Reason.UNAUTHORISED.word());

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case ReleasePublished published ->
                List.of(
                        fact(entry, "update.signed", published.signer(), Grade.CLAIMED),
                        new Fact(
                                new Subject("product", published.product()),
                                PUBLISHED.key(),
                                entry.subject().id(),
                                entry.effectiveAt(),
                                Grade.CLAIMED,
                                entry.index()));
            case KeyListPublished published ->
                List.of(fact(entry, KEY_LIST.key(), Long.toString(published.epoch()), Grade.OBSERVED));
            case SignerAccepted accepted ->
                List.of(fact(entry, SIGNER_KIND.key(), KeyKind.of(accepted.key()), Grade.OBSERVED));
            case DeviceOffered offered ->
                List.of(fact(entry, CURRENT.key(), "false", Grade.OBSERVED), rollout(entry, "offered"));
            case DeviceUpdated updated ->
                List.of(
                        fact(entry, LATENCY_SECONDS.key(), Long.toString(updated.latencySeconds()), Grade.ATTESTED),
                        fact(entry, CURRENT.key(), "true", Grade.ATTESTED),
                        fact(
                                entry,
                                MODE.key(),
                                updated.ordered().orElse(true) ? "automatic" : "manual",
                                Grade.OBSERVED),
                        rollout(entry, "updated"));
            case DeviceHeld held -> List.of(fact(entry, SWITCHED.key(), held.held() ? "off" : "on", Grade.RECORDED));
            case DeviceFellBack back ->
                List.of(fact(entry, CURRENT.key(), "false", Grade.ATTESTED), rollout(entry, "fell-back"));
            case DeviceFailed failed -> List.of(rollout(entry, "failed"));
            case DeviceOverdue overdue -> List.of(rollout(entry, "overdue"));
            case InstallReported reported -> reported(entry, reported);
            case OrderClosed closed
            when closed.kind() == OrderKind.ROLL_BACK && said(closed.outcome()) ->
                List.of(fact(
                        entry,
                        ROLLED_BACK.key(),
                        closed.outcome() == OrderOutcome.DONE ? "success" : "failure",
                        Grade.REPORTED));
            default -> List.of();
        };
    }

    private static boolean said(OrderOutcome outcome) {
        return outcome == OrderOutcome.DONE || outcome == OrderOutcome.REFUSED || outcome == OrderOutcome.FAILED;
    }

    private static Fact rollout(Entry entry, String stands) {
        return fact(entry, ROLLOUT.key(), stands, Grade.OBSERVED);
    }

    private static List<Fact> reported(Entry entry, InstallReported reported) {
        List<Fact> facts = new ArrayList<>(outcome(entry, reported));
        if (!reported.success() && !facts.isEmpty()) {
            String reason = reported.reason().isEmpty() ? "none" : reported.reason();
            facts.add(fact(entry, FAILURE_REASON.key(), reason, Grade.REPORTED));
        }
        reported.possible()
                .ifPresent(possible -> facts.add(
                        fact(entry, REPORT_REPLAYED.key(), possible ? "possible" : "impossible", Grade.OBSERVED)));
        return facts;
    }

    private static List<Fact> outcome(Entry entry, InstallReported reported) {
        return switch (reported.nature()) {
            case RELEASE ->
                List.of(fact(entry, INSTALLED.key(), reported.success() ? "success" : "failure", Grade.REPORTED));
            case OLD_RELEASE -> List.of(drill(entry, OLD_SEQUENCE, reported, TOO_OLD));
            case TAMPERED -> List.of(drill(entry, TAMPERED, reported, UNAUTHORISED));
            case FOREIGN_SIGNER -> List.of(drill(entry, FOREIGN_SIGNER, reported, UNAUTHORISED));
            case UNREADABLE, UNPUBLISHED, UNKNOWN -> List.of();
        };
    }

    /** Failing for another reason is not refusing: an envelope that meets a full disk was not turned away. */
    private static Fact drill(Entry entry, FactKey key, InstallReported reported, Set<String> refusing) {
        String did =
                reported.success() ? "accepted" : refusing.contains(reported.reason()) ? "refused" : "failed-otherwise";
        return fact(entry, key.key(), did, Grade.REPORTED);
    }

    private static Fact fact(Entry entry, String key, String value, Grade grade) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), grade, entry.index());
    }
}

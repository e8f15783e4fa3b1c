package dev.muster.core.attestation;

import static dev.muster.core.facts.FactType.count;
import static dev.muster.core.facts.FactType.text;
import static dev.muster.core.facts.FactType.words;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.format.attest.ear.TrustTier;
import java.util.ArrayList;
import java.util.List;

/**
 * What entries of attestation say. Only appraised evidence gives facts of grade {@code ATTESTED}: it was signed by the
 * enrolled key over a fresh nonce, else it would not have been appraised. Their age is that of the appraisal.
 *
 * <p>Keys of a device: {@code attestation.status} (trust tier), {@code attestation.signature} ({@code verified}, {@code refused}),
 * {@code attestation.software} ({@code match}, {@code mismatch}, {@code between}: partly
 * of a release and partly of its successor, {@code no-reference}), {@code attestation.version} (only
 * when matched), {@code attestation.unknown-parts} (a number), {@code attestation.differs} (the first file that is not as
 * released), {@code attestation.strength} (a word of {@link Proof}: what the verifier concluded, {@code ATTESTED}, or what
 * the device's word comes to, {@code REPORTED} and at most {@code checked}), {@code attestation.scheme}, {@code
 * attestation.slot},
 * {@code attestation.boot-count}, {@code attestation.digest}, {@code attestation.debug} (when stated), and
 * {@code attestation.refused} (a reason code, observed), {@code attestation.result-disputed} (the device's reason for not
 * accepting a result), {@code attestation.release-key-epoch} (what the device says, {@code REPORTED}).
 */
public final class AttestationFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey STATUS = WORDS.device(
            "attestation.status",
            words("none", "affirming", "warning", "contraindicated"),
            Grade.ATTESTED,
            "trust tier of the last appraisal (draft-ietf-rats-ar4si)");
    public static final FactKey KEY_EPOCH = WORDS.device(
            "attestation.release-key-epoch",
            count(),
            Grade.REPORTED,
            "epoch of the list of release keys that it says it obeys; 0 for the keys of its factory");
    public static final FactKey SIGNATURE = WORDS.device(
            "attestation.signature",
            words("verified", "refused"),
            Grade.ATTESTED,
            "the evidence was signed by the key enrolled for the device");
    public static final FactKey SOFTWARE = WORDS.device(
            "attestation.software",
            words("match", "mismatch", "between", "no-reference"),
            Grade.ATTESTED,
            "measured software against reference values");
    public static final FactKey VERSION = WORDS.device(
            "attestation.version",
            text(),
            Grade.ATTESTED,
            "version of the reference value that the measurement matched");
    public static final FactKey UNKNOWN_PARTS = WORDS.device(
            "attestation.unknown-parts", count(), Grade.ATTESTED, "how many measured parts no reference value knows");
    public static final FactKey DIFFERS =
            WORDS.device("attestation.differs", text(), Grade.ATTESTED, "the first file that is not as released");
    public static final FactKey STRENGTH =
            WORDS.device("attestation.strength", text(), Grade.ATTESTED, "what protects the measurement");
    public static final FactKey SCHEME =
            WORDS.device("attestation.scheme", text(), Grade.OBSERVED, "the scheme by which the evidence was read");
    public static final FactKey SLOT = WORDS.device("attestation.slot", text(), Grade.ATTESTED, "the slot that runs");
    public static final FactKey DIGEST =
            WORDS.device("attestation.digest", text(), Grade.ATTESTED, "digest of what was measured");
    public static final FactKey BOOT_COUNT =
            WORDS.device("attestation.boot-count", count(), Grade.ATTESTED, "how often the device has started");
    public static final FactKey DEBUG =
            WORDS.device("attestation.debug", text(), Grade.ATTESTED, "state of the debug port, when stated");
    public static final FactKey REFUSED = WORDS.device(
            "attestation.refused", text(), Grade.OBSERVED, "reason code of the last evidence that was not appraised");
    public static final FactKey RESULT_DISPUTED = WORDS.device(
            "attestation.result-disputed", text(), Grade.ATTESTED, "why the device did not accept its own result");

    public static final FactKey TWIN = WORDS.device(
            "attestation.twin",
            text(),
            Grade.ATTESTED,
            "what went backwards under its key: it exists twice, or was set back; none when its counters went on");

    static {
        WORDS.about("reference", "reference.maker", text(), Grade.CLAIMED, "who made the reference values");
        WORDS.about("reference", "reference.manifest", text(), Grade.CLAIMED, "the manifest that they stand in");
        WORDS.about(
                "maker",
                "maker.anchor",
                text(),
                Grade.RECORDED,
                "the maker whose key is an anchor for reference values");
    }

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case EvidenceAppraised appraised -> appraised(entry, appraised);
            case EvidenceRefused refused -> refused(entry, refused);
            case TwinSeen twin -> List.of(attested(entry, TWIN.key(), twin.detail()));
            case ResultDisputed disputed -> List.of(attested(entry, RESULT_DISPUTED.key(), disputed.code()));
            case ReferenceValuesAdded added ->
                List.of(
                        fact(entry, "reference.maker", added.maker(), Grade.CLAIMED),
                        fact(entry, "reference.manifest", added.corimId(), Grade.CLAIMED));
            case MakerRegistered maker -> List.of(fact(entry, "maker.anchor", maker.maker(), Grade.RECORDED));
            default -> List.of();
        };
    }

    /** Evidence under another key than the enrolled one, over the device's own connection: its signing is broken. */
    private static List<Fact> refused(Entry entry, EvidenceRefused event) {
        Fact refused = fact(entry, REFUSED.key(), event.code(), Grade.OBSERVED);
        return event.code().equals(Refusal.SIGNATURE_INVALID.code())
                ? List.of(refused, fact(entry, SIGNATURE.key(), "refused", Grade.OBSERVED))
                : List.of(refused);
    }

    private static List<Fact> appraised(Entry entry, EvidenceAppraised event) {
        EvidenceAppraised.Software software = event.software();
        List<Fact> facts = new ArrayList<>();
        facts.add(fact(entry, STATUS.key(), event.status().word(), vouched(event) ? Grade.RECORDED : Grade.ATTESTED));
        facts.add(attested(entry, SIGNATURE.key(), "verified"));
        facts.add(attested(entry, SOFTWARE.key(), outcome(event)));
        // The desk refuses what goes backwards, and everything after it until a person decides.
        facts.add(attested(entry, TWIN.key(), "none"));
        event.match().ifPresent(match -> {
            facts.add(attested(entry, UNKNOWN_PARTS.key(), "0"));
            if (!match.version().isEmpty()) {
                facts.add(attested(entry, VERSION.key(), match.version()));
            }
        });
        if (event.match().isEmpty() && event.differencesTotal() > 0) {
            facts.add(attested(entry, UNKNOWN_PARTS.key(), Integer.toString(event.differencesTotal())));
            event.differences().stream()
                    .findFirst()
                    .ifPresent(first -> facts.add(attested(entry, DIFFERS.key(), first.path())));
        }
        Proof proof = event.proved();
        facts.add(fact(entry, STRENGTH.key(), proof.word(), proof.proved() ? Grade.ATTESTED : Grade.REPORTED));
        event.scheme().ifPresent(scheme -> facts.add(fact(entry, SCHEME.key(), scheme, Grade.OBSERVED)));
        if (!software.slot().isEmpty()) {
            facts.add(attested(entry, SLOT.key(), software.slot()));
        }
        event.keyEpoch()
                .ifPresent(epoch -> facts.add(fact(entry, KEY_EPOCH.key(), Long.toString(epoch), Grade.REPORTED)));
        facts.add(attested(entry, DIGEST.key(), software.digest()));
        facts.add(attested(entry, BOOT_COUNT.key(), Long.toString(software.bootCount())));
        if (!software.debug().isEmpty()) {
            facts.add(attested(entry, DEBUG.key(), software.debug()));
        }
        return facts;
    }

    /** Whether the tier is somebody's word in a policy, and not what was proved: such a row is told first when it decided. */
    private static boolean vouched(EvidenceAppraised event) {
        // What a rule made worse is told behind a row that stands before it, and is nobody's word.
        return event.status() == TrustTier.AFFIRMING
                && !event.reasons().isEmpty()
                && event.reasons().getFirst().code().equals(Reason.VOUCHED);
    }

    private static String outcome(EvidenceAppraised event) {
        if (event.match().isPresent()) {
            return "match";
        }
        // Wherever it stands: rules of the organisation are told before what the comparison came to.
        if (event.reason(Reason.BETWEEN).isPresent()) {
            return "between";
        }
        return event.differencesTotal() > 0 || event.reason(Reason.REVOKED).isPresent() ? "mismatch" : "no-reference";
    }

    private static Fact attested(Entry entry, String key, String value) {
        return fact(entry, key, value, Grade.ATTESTED);
    }

    private static Fact fact(Entry entry, String key, String value, Grade grade) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), grade, entry.index());
    }
}

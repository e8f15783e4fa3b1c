package dev.muster.core.attestation;

import dev.muster.core.attestation.corim.Authority;
import dev.muster.core.attestation.corim.Comparison;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.ear.TrustVector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares a statement with reference values and gives the result of its scheme. Pure: the same statement, set and time
 * give the same appraisal, for ever.
 *
 * <p>The rule of every scheme's policy: what agrees with a release that is valid now and states everything that was
 * measured is affirmed; what differs from every release that states the whole is contradicted; everything else is a
 * warning and never more, with the reason why nothing can be claimed.
 */
public final class Appraiser {
    /** Enough to see what happened; an attacker cannot fill the ledger with a list of 20,000 files. */
    public static final int MAX_DIFFERENCES = 32;

    private static final String POLICY = "tag:muster.dev,2026:policy#";

    /** Rules of a policy that give another answer to the same evidence are another edition. */
    private static final String EDITION = "-7";

    private final Scheme scheme;
    private final ReferenceSet references;
    private final Instant now;
    private final Optional<Match> earlier;

    private Appraiser(Scheme scheme, ReferenceSet references, Instant now, Optional<Match> earlier) {
        this.scheme = scheme;
        this.references = references;
        this.now = now;
        this.earlier = earlier;
    }

    /**
     * @param environment what reference values must be about
     * @param maker of the device: what others say of it does not count
     * @param now the time of appraisal: reference values that are not valid then do not count
     */
    public static Appraisal appraise(
            Scheme scheme,
            Statement statement,
            Environment environment,
            String maker,
            ReferenceSet references,
            Instant now) {
        return appraise(scheme, statement, environment, maker, references, now, Optional.empty());
    }

    /** @param earlier what the device last agreed with and had not left, when that is known */
    public static Appraisal appraise(
            Scheme scheme,
            Statement statement,
            Environment environment,
            String maker,
            ReferenceSet references,
            Instant now,
            Optional<Match> earlier) {
        return new Appraiser(scheme, references, now, earlier)
                .appraise(statement, references.located(environment), maker);
    }

    /** Id of the built-in policy of a scheme. */
    public static String policy(Scheme scheme) {
        return POLICY + scheme.name() + EDITION;
    }

    private Appraisal appraise(Statement statement, Environment environment, String maker) {
        Appraisal whole = one(statement, environment, maker);
        for (Statement.Part part : statement.parts()) {
            whole = whole.with(part.name(), one(statement.of(part), part.environment(), maker));
        }
        Phases phases = new Phases(references, maker, now);
        return phases.concern(statement, environment) ? phases.judge(whole, statement, environment) : whole;
    }

    private Appraisal one(Statement statement, Environment environment, String maker) {
        Compared compared = Comparing.compare(statement, maker, references.shelves(environment), now);
        Conclusion conclusion = scheme.conclude(statement, compared);
        List<Reason> reasons = new ArrayList<>();
        reasons.add(Reason.decisive(statement, environment, compared));
        reasons.addAll(conclusion.reasons());
        reasons.add(Reason.signed(statement));
        List<String> skipped = new ArrayList<>(conclusion.skipped());
        skipped.addAll(statement.remarks());
        TrustVector vector = new TrustVector(conclusion.vector());
        List<Difference> differences = switch (compared) {
            case Compared.Differs differs -> differs.nearest().differences();
            case Compared.Between between -> between.nearest().differences();
            default -> List.of();
        };
        Appraisal appraisal = new Appraisal(
                vector.tier().worst(atBest(compared)),
                vector,
                reasons,
                compared.agreed().map(ReferenceValue::source),
                compared.closest().map(ReferenceValue::source),
                differences.subList(0, Math.min(differences.size(), MAX_DIFFERENCES)),
                differences.size(),
                skipped,
                references.id(),
                policy(scheme));
        Appraisal used = statement
                .measured()
                .ran()
                .map(ran -> appraisal.with(Running.judge(ran, compared.agreed(), valid(environment, maker))))
                .orElse(appraisal);
        return left(compared)
                .map(release -> used.wentBack(Reason.wentBack(release, earlier.orElseThrow())))
                .orElse(used);
    }

    /** Every release of the maker that counts now. */
    private List<ReferenceValue> valid(Environment environment, String maker) {
        return references.shelves(environment).stream()
                .flatMap(shelf -> shelf.all().stream())
                .filter(value -> value.maker().equals(maker) && value.validAt(now))
                .toList();
    }

    /**
     * The release on its way out that the device shows although it had another one which is not. An update goes the other
     * way; a rollout that is stopped makes the older release count in full again.
     */
    private Optional<ReferenceValue> left(Compared compared) {
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        Optional<ReferenceValue> shown = switch (compared) {
            case Compared.Agrees agrees -> Optional.of(agrees.release());
            case Compared.Ended ended -> Optional.of(ended.release());
            default -> Optional.empty();
        };
        return shown.filter(ReferenceValue::isLeaving)
                .filter(release -> references.exactly(release.environment()).stream()
                        .anyMatch(other -> !other.equals(release)
                                && other.life().is(Life.State.ACTIVE)
                                && other.source().equals(earlier.get())));
    }

    /** Without a release that agrees in everything there is a warning, however good the rest looks. */
    private static TrustTier atBest(Compared compared) {
        return compared.agreed().isPresent() ? TrustTier.NONE : TrustTier.WARNING;
    }

    /** Everything of a release that the evidence does not meet, and what of it could not be compared. */
    static Comparison unmet(ReferenceValue reference, Statement statement) {
        Measured measured = statement.measured();
        List<String> differing = new ArrayList<>();
        List<String> open = new ArrayList<>();
        Map<MeasuredElement, List<MeasurementValues>> stated = new HashMap<>(measured.elements());
        if (measured.quoted().isPresent()) {
            QuotedRegisters registers = measured.quoted().get();
            if (registers.differFrom(reference.measurements())) {
                differing.add(registers.difference(reference.measurements()));
            } else {
                stated.putAll(registers.proved(reference.measurements()));
            }
        }
        for (Measurement condition : reference.measurements()) {
            MeasuredElement key = condition.key().orElse(MeasuredElement.UNNAMED);
            List<MeasurementValues> values = stated.getOrDefault(
                    key, measured.booted().of(key).map(List::of).orElse(List.of()));
            if (!condition.authorizedBy().isEmpty()
                    && !Authority.within(condition.authorizedBy(), statement.authority())) {
                open.add(key + ": must be vouched for by another key than that which signed the evidence");
            } else if (measured.booted().isAbsent(key)) {
                differing.add(
                        key + " digest: expected " + condition.values().digests() + ", found " + Difference.ABSENT);
            } else if (values.isEmpty()) {
                if (differing.isEmpty() || measured.quoted().isEmpty()) {
                    open.add(key + ": not measured");
                }
            } else {
                Comparison closest = closest(condition.values(), values);
                closest.differing().forEach(text -> differing.add(key + " " + text));
                closest.open().forEach(text -> open.add(key + " " + text));
            }
        }
        differing.addAll(measured.booted().besides(reference.measurements()));
        return new Comparison(differing, open);
    }

    /** Of several elements with one key the one that a condition is about: what it names alike, else what differs least. */
    private static Comparison closest(MeasurementValues condition, List<MeasurementValues> stated) {
        List<MeasurementValues> named = new ArrayList<>();
        for (MeasurementValues values : stated) {
            if (condition.name().isPresent() && condition.name().equals(values.name())) {
                named.add(values);
            }
        }
        Comparison best = null;
        for (MeasurementValues values : named.isEmpty() ? stated : named) {
            Comparison here = Comparison.of(condition, values);
            if (best == null || here.isCloser(best)) {
                best = here;
            }
        }
        return Objects.requireNonNull(best, "a condition is compared with what was stated");
    }
}

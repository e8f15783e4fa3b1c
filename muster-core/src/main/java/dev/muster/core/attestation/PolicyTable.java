package dev.muster.core.attestation;

import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An organisation's own rules over appraisals: a decision table, applied after everything that the evidence was compared
 * with. Every row that fits counts. A row makes a result worse, never better, unless somebody vouches in it by name: then a
 * warning may be affirmed, as far as no claim of the result says otherwise; what is contraindicated stays so.
 *
 * @param name what people call it
 * @param rows in their order, which only says in which order they are told
 * @param freshness how evidence may be fresh beside by nonces; absent: not at all
 * @param expected how often devices are to attest, which changes no result but how long it counts; absent: not known
 */
public record PolicyTable(String name, List<Row> rows, Optional<Freshness> freshness, Optional<Expected> expected) {
    /** More rows are a program, and nobody can say any more what they come to. */
    public static final int MAX_ROWS = 64;

    /** Longest text in a table. */
    public static final int MAX_CHARS = 256;

    private static final int MAX_WORDS = 32;

    /** An organisation that adds nothing to the built-in policies. */
    public static final PolicyTable NONE = new PolicyTable("", List.of());

    /**
     * When a row fits: in each list that is not empty one word must be so, and everything that is given.
     *
     * @param schemes names of {@link Scheme}s
     * @param models of products
     * @param reasons codes of {@link Reason}s, one of which the appraisal has
     * @param proofs words of {@link Proof}
     * @param bound whether the evidence is bound to its connection
     * @param cel a condition over what {@link PolicyValues} names, for what lists of words cannot say
     */
    public record When(
            List<String> schemes,
            List<String> models,
            List<String> reasons,
            List<String> proofs,
            Optional<Boolean> bound,
            Optional<String> cel) {
        /** A condition of words alone. */
        public When(
                List<String> schemes,
                List<String> models,
                List<String> reasons,
                List<String> proofs,
                Optional<Boolean> bound) {
            this(schemes, models, reasons, proofs, bound, Optional.empty());
        }

        public When {
            schemes = List.copyOf(schemes);
            models = List.copyOf(models);
            reasons = List.copyOf(reasons);
            proofs = List.copyOf(proofs);
        }

        boolean fits(Shown shown) {
            return (schemes.isEmpty() || schemes.contains(shown.scheme()))
                    && (models.isEmpty() || models.contains(shown.model()))
                    && (reasons.isEmpty()
                            || shown.reasons().stream().map(Reason::code).anyMatch(reasons::contains))
                    && (proofs.isEmpty() || proofs.contains(shown.proof().word()))
                    && bound.map(wanted -> wanted == shown.bound()).orElse(true);
        }
    }

    /**
     * One rule.
     *
     * @param status what the result is at best; with somebody who vouches, what a warning becomes
     * @param vouchedBy who answers for making it better; absent in a rule that makes it worse
     * @param because one sentence, told with every result that the row touches
     */
    public record Row(When when, TrustTier status, Optional<String> vouchedBy, String because) {}

    /** What rows look at. */
    record Shown(String scheme, String model, List<Reason> reasons, Proof proof, boolean bound, PolicyValues values) {}

    public PolicyTable {
        rows = List.copyOf(rows);
    }

    /** A table that lets evidence be fresh by nonces alone. */
    public PolicyTable(String name, List<Row> rows) {
        this(name, rows, Optional.empty());
    }

    /** A table that says nothing of how often devices are to attest. */
    public PolicyTable(String name, List<Row> rows, Optional<Freshness> freshness) {
        this(name, rows, freshness, Optional.empty());
    }

    /** What is wrong with the table, in one sentence; empty when it can be used. */
    public Optional<String> fault() {
        if (rows.size() > MAX_ROWS) {
            return Optional.of("a table has at most " + MAX_ROWS + " rows");
        }
        if (!fits(name)) {
            return Optional.of("the name has 1.." + MAX_CHARS + " characters");
        }
        Optional<String> odd = freshness.flatMap(Freshness::fault).or(() -> expected.flatMap(Expected::fault));
        if (odd.isPresent()) {
            return odd;
        }
        for (int i = 0; i < rows.size(); i++) {
            Optional<String> fault = fault(rows.get(i));
            if (fault.isPresent()) {
                return Optional.of("row " + (i + 1) + ": " + fault.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fault(Row row) {
        if (!fits(row.because())) {
            return Optional.of("says why in 1.." + MAX_CHARS + " characters");
        }
        if (row.vouchedBy().filter(name -> !fits(name)).isPresent()) {
            return Optional.of("whoever vouches has a name of 1.." + MAX_CHARS + " characters");
        }
        if (row.vouchedBy().isPresent() && row.status() != TrustTier.AFFIRMING) {
            return Optional.of("whoever vouches makes a warning affirming, and nothing else");
        }
        if (row.vouchedBy().isEmpty() && (row.status() == TrustTier.AFFIRMING || row.status() == TrustTier.NONE)) {
            return Optional.of("makes nothing worse; to make something better somebody vouches by name (vouchedBy)");
        }
        When when = row.when();
        boolean many = List.of(when.schemes(), when.models(), when.reasons(), when.proofs()).stream()
                .anyMatch(words -> words.size() > MAX_WORDS || words.stream().anyMatch(word -> !fits(word)));
        return many
                ? Optional.of("a condition has at most " + MAX_WORDS + " words")
                : when.cel().flatMap(PolicyValues::fault);
    }

    private static boolean fits(String text) {
        return !text.isBlank() && text.length() <= MAX_CHARS && text.indexOf(0) < 0;
    }

    /** What of the table makes results others, hexadecimal; the name and the reasons of rows do too, for they are told. */
    public String id() {
        StringBuilder text = new StringBuilder(name);
        for (Row row : rows) {
            When when = row.when();
            // No text has a zero in it that a person could have typed, so the parts cannot run into one another.
            List.of(when.schemes(), when.models(), when.reasons(), when.proofs())
                    .forEach(words ->
                            text.append('\0').append(words.size()).append('\0').append(String.join("\0", words)));
            text.append('\0').append(when.bound().map(Object::toString).orElse(""));
            when.cel()
                    .ifPresent(condition ->
                            text.append('\0').append("cel").append('\0').append(condition));
            text.append('\0').append(row.status().word());
            text.append('\0').append(row.vouchedBy().orElse(""));
            text.append('\0').append(row.because());
        }
        freshness.ifPresent(allowed -> text.append('\0')
                .append("fresh")
                .append('\0')
                .append(allowed.epochs())
                .append('\0')
                .append(allowed.clockSeconds()));
        return HexFormat.of().formatHex(Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The appraisal under this table; when no row fits it only names the table. */
    Appraisal apply(Appraisal before, Statement statement, String model, boolean bound) {
        if (rows.isEmpty() && freshness.isEmpty()) {
            return before;
        }
        Shown shown = new Shown(
                statement.scheme(),
                model,
                before.reasons(),
                statement.proof(),
                bound,
                new PolicyValues(before, statement, model, bound));
        TrustTier atBest = TrustTier.NONE;
        boolean vouched = false;
        List<Reason> told = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (!row.when().fits(shown)) {
                continue;
            }
            PolicyValues.Held held = shown.values().held(row.when().cel());
            // What cannot be answered makes nothing better, and is no way around a rule.
            if (row.vouchedBy().isPresent() ? !held.surely() : !held.perhaps()) {
                continue;
            }
            if (row.vouchedBy().isPresent()) {
                vouched |= before.status() == TrustTier.WARNING;
                told.add(new Reason(
                        Reason.VOUCHED,
                        "Row " + (i + 1) + " of the policy " + name + ": "
                                + row.vouchedBy().get() + " vouches: " + row.because()));
            } else {
                atBest = atBest.worst(row.status());
                told.add(new Reason(
                        Reason.POLICY,
                        "Row " + (i + 1) + " of the policy " + name + ": at best "
                                + row.status().word() + ": " + row.because() + held.remark()));
            }
        }
        // Somebody's word makes up for what could not be compared. It beats no rule that makes things worse, and no
        // claim.
        TrustTier status = vouched ? before.vector().tier().worst(TrustTier.AFFIRMING) : before.status();
        return before.under(status.worst(atBest), told, before.policy() + "+" + id());
    }
}

package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How findings become a verdict. One failing check speaks against the requirement even when it covers only a part of
 * it. A passing check that covers all of it supports it. Partial checks never add up to the whole, because nothing here
 * knows whether they overlap.
 */
final class Assessment {
    private final Requirement requirement;
    private final List<String> passes = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> stale = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> raise = new ArrayList<>();
    private boolean wholly;
    private boolean livePass;
    private boolean liveFailure;
    private Optional<Grade> passGrade = Optional.empty();
    private Optional<Grade> failGrade = Optional.empty();
    private Optional<Grade> staleGrade = Optional.empty();

    private Assessment(Requirement requirement) {
        this.requirement = requirement;
    }

    /**
     * The verdict.
     *
     * @param requirement the row
     * @param branches each check linked to it, with what it finds; may be empty
     * @param exclusion somebody's decision that it does not apply
     */
    static Verdict of(Requirement requirement, List<Branch> branches, Optional<Exclusion> exclusion) {
        if (exclusion.isPresent()) {
            return new Verdict.NotApplicable(
                    exclusion.get().by(), exclusion.get().why());
        }
        if (requirement.excludedBySource()) {
            return new Verdict.NotApplicable("the source document", requirement.paraphrase());
        }
        Assessment assessment = new Assessment(requirement);
        branches.forEach(assessment::weigh);
        return assessment.conclude(branches.isEmpty());
    }

    private void weigh(Branch branch) {
        Finding finding = branch.finding();
        String sentence = finding.check() + ": " + finding.reason();
        switch (finding.outcome()) {
            case PASS -> pass(branch, sentence);
            case FAIL -> {
                failures.add(sentence);
                failGrade = weaker(failGrade, finding.weakest());
                liveFailure |= finding.live();
                raise.add(branch.check().remedy());
            }
            case STALE -> {
                if (branch.link().sufficiency() == Sufficiency.AGAINST) {
                    unknown.add(sentence + ", and only a breach would speak, against it");
                } else {
                    stale.add(sentence);
                    staleGrade = weaker(staleGrade, finding.weakest());
                }
                raise.add("newer evidence for " + finding.check());
            }
            case UNKNOWN -> {
                unknown.add(sentence);
                raise.add(branch.check().remedy());
            }
        }
    }

    private void pass(Branch branch, String sentence) {
        Link link = branch.link();
        Finding finding = branch.finding();
        if (link.sufficiency() == Sufficiency.AGAINST) {
            unknown.add(sentence + ", which shows nothing for this row; only a breach would speak, against it");
            raise.add("evidence that speaks for the row; possible: " + requirement.candidateEvidence());
            return;
        }
        if (!finding.weakest().orElse(Grade.DOCUMENTED).atLeast(link.counts())) {
            unknown.add(sentence + ", but only " + lower(finding.weakest().orElse(Grade.DOCUMENTED))
                    + ", and for this row counts what is " + lower(link.counts()) + " or better");
            raise.add(lower(link.counts()) + " evidence for " + finding.check());
            return;
        }
        passes.add(sentence);
        wholly |= link.sufficiency() == Sufficiency.FULL;
        passGrade = weaker(passGrade, finding.weakest());
        livePass |= finding.live();
        finding.weakest()
                .filter(g -> g != Grade.ATTESTED)
                .ifPresent(g -> raise.add("stronger evidence for " + finding.check() + ", now only " + lower(g)));
    }

    private Verdict conclude(boolean noCheck) {
        if (noCheck) {
            return withoutCheck();
        }
        if (!failures.isEmpty()) {
            return new Verdict.NotSupported(List.copyOf(failures), failGrade, liveFailure, List.copyOf(raise));
        }
        List<String> all = new ArrayList<>(passes);
        all.addAll(stale);
        all.addAll(unknown);
        if (wholly) {
            return new Verdict.Supported(List.copyOf(all), passGrade.orElseThrow(), livePass, List.copyOf(raise));
        }
        if (!passes.isEmpty()) {
            raise.add("evidence for the part that no check covers; possible: " + requirement.candidateEvidence());
            return new Verdict.Partly(List.copyOf(all), passGrade.orElseThrow(), livePass, List.copyOf(raise));
        }
        return stale.isEmpty()
                ? new Verdict.Unknown(List.copyOf(all), List.copyOf(raise))
                : new Verdict.Stale(List.copyOf(all), staleGrade, List.copyOf(raise));
    }

    private Verdict withoutCheck() {
        String reason = switch (requirement.kind()) {
            case AUTOMATABLE, ATTESTABLE -> "no check yet";
            case HARDWARE -> "no check: the hardware has to be examined, or its certificate recorded";
            case PROCEDURAL -> "no check: a document or a recorded decision is needed";
        };
        return new Verdict.Unknown(List.of(reason), List.of("possible: " + requirement.candidateEvidence()));
    }

    private static Optional<Grade> weaker(Optional<Grade> a, Optional<Grade> b) {
        return a.isEmpty() ? b : b.map(grade -> a.get().weakest(grade)).or(() -> a);
    }

    private static String lower(Grade grade) {
        return grade.name().toLowerCase(java.util.Locale.ROOT);
    }
}

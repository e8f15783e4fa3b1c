package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settles which authorities an organisation has, and who may say so. */
public final class AuthorityDesk {
    /** A proposal that nobody answered is over by then; whoever still wants the step asks again. */
    public static final Duration PROPOSAL_VALID = Duration.ofDays(7);

    /** What became of a request. */
    public sealed interface Answer {
        /** @param changed fingerprints of the authorities that stand elsewhere now */
        record Done(List<String> changed) implements Answer {}

        /** Another person's word is needed first. */
        record Proposed(Proposal proposal) implements Answer {}

        /** The word was given: the step may be taken now. */
        record Approved(Proposal proposal) implements Answer {}

        /**
         * @param reason {@code rollover-under-way}, {@code nothing-announced}, {@code authority-unknown}, {@code
         *     authority-in-force}, {@code authority-in-use}, {@code reason-missing}, {@code proposal-open}, {@code
         *     proposal-unknown}, {@code same-person}
         */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    private final AuthorityStore store;
    private final String issuer;
    private final Instant now;

    /** @param issuer who asks */
    public AuthorityDesk(AuthorityStore store, String issuer, Instant now) {
        this.store = store;
        this.issuer = issuer;
        this.now = now;
    }

    /** What was made, written down: authorities whose keys exist, and what they said of one another. */
    public Decision<Answer> announce(List<Draft> made) {
        Optional<Answer.Refused> busy = underWay();
        if (busy.isPresent()) {
            return Decision.of(busy.get());
        }
        return Decision.of(
                new Answer.Done(made.stream()
                        .map(draft -> draft.subject().id())
                        .distinct()
                        .toList()),
                made);
    }

    /** Why no generation can be announced now; empty when one can. */
    public Optional<Answer.Refused> underWay() {
        return store.authorities().stream()
                .filter(authority -> authority.standing() == Standing.NEXT)
                .findFirst()
                .map(next -> refusal(
                        Kind.CONFLICT,
                        "rollover-under-way",
                        next.certificate().getSubjectX500Principal().getName()
                                + " was announced already and waits to be put in force"));
    }

    /** Puts the announced generation in force. */
    public Decision<Answer> activate() {
        List<Authority> next = store.authorities().stream()
                .filter(authority -> authority.standing() == Standing.NEXT)
                .toList();
        if (next.isEmpty()) {
            return Decision.of(refusal(Kind.CONFLICT, "nothing-announced", "no authority was announced"));
        }
        List<Draft> drafts = next.stream()
                .map(each -> draft(each, new AuthorityActivated(each.role())))
                .toList();
        return Decision.of(
                new Answer.Done(next.stream().map(Authority::fingerprint).toList()), drafts);
    }

    /**
     * Ends an authority that another one followed. With it go those that it certified and that are not in force.
     *
     * @param force also when certificates live under it: devices that show them have to join again
     */
    public Decision<Answer> retire(String fingerprint, boolean force, String reason) {
        List<Authority> all = store.authorities();
        Optional<Authority> found = all.stream()
                .filter(each -> each.fingerprint().equals(fingerprint)
                        && each.standing().accepted())
                .findFirst();
        if (found.isEmpty()) {
            return Decision.of(refusal(Kind.ABSENT, "authority-unknown", "no authority in use has this fingerprint"));
        }
        List<Authority> ending = new ArrayList<>();
        ending.add(found.get());
        all.stream()
                .filter(each ->
                        each.issuer().equals(fingerprint) && !each.fingerprint().equals(fingerprint))
                .filter(each -> each.standing().accepted())
                .forEach(ending::add);
        Optional<Authority> inForce = ending.stream()
                .filter(each -> each.standing() == Standing.ACTIVE)
                .findFirst();
        if (inForce.isPresent()) {
            return Decision.of(refusal(
                    Kind.CONFLICT,
                    "authority-in-force",
                    "the " + inForce.get().role().word() + " authority "
                            + inForce.get()
                                    .certificate()
                                    .getSubjectX500Principal()
                                    .getName()
                            + " is in force; put the next generation in force first"));
        }
        long live = ending.stream()
                .mapToLong(each -> store.live(each.fingerprint(), now))
                .sum();
        if (live > 0 && !force) {
            return Decision.of(refusal(
                    Kind.CONFLICT,
                    "authority-in-use",
                    live + " live certificates are under it; devices renew by themselves, or force it with a reason"));
        }
        if (live > 0 && reason.isBlank()) {
            return Decision.of(refusal(Kind.INVALID, "reason-missing", "who ends an authority in use says why"));
        }
        List<Draft> drafts = ending.stream()
                .map(each -> draft(each, new AuthorityRetired(reason, live > 0, store.live(each.fingerprint(), now))))
                .toList();
        return Decision.of(
                new Answer.Done(ending.stream().map(Authority::fingerprint).toList()), drafts);
    }

    /**
     * Lets devices stay where they are for now, or asks them again to renew. Nothing is less safe by either, so one person does.
     *
     * @param before whether they are left alone at present
     */
    public Decision<Answer> pause(boolean before, boolean paused, String reason, Subject org) {
        return before == paused
                ? Decision.of(new Answer.Done(List.of()))
                : Decision.of(
                        new Answer.Done(List.of()), new Draft(org, now, issuer, new RenewalsPaused(paused, reason)));
    }

    /** Asks for a step that needs two people. */
    public Decision<Answer> propose(Proposal proposal) {
        Optional<Proposal> open = open();
        if (open.isPresent()) {
            return Decision.of(refusal(
                    Kind.CONFLICT,
                    "proposal-open",
                    open.get().by() + " asked for " + open.get().step().word() + " and it waits for a word"));
        }
        return Decision.of(
                new Answer.Proposed(proposal),
                new Draft(
                        proposal.subject(),
                        now,
                        issuer,
                        new AuthorityStepProposed(proposal.step(), proposal.argument(), proposal.reason())));
    }

    /** Another person's word to the open proposal; whoever asked may only take it back. */
    public Decision<Answer> answer(boolean approve, String reason) {
        Optional<Proposal> open = open();
        if (open.isEmpty()) {
            return Decision.of(refusal(Kind.ABSENT, "proposal-unknown", "no step waits for a word"));
        }
        if (approve && open.get().by().equals(issuer)) {
            return Decision.of(
                    refusal(Kind.FORBIDDEN, "same-person", "two people are needed, and " + issuer + " is one"));
        }
        return Decision.of(
                new Answer.Approved(open.get()),
                new Draft(open.get().subject(), now, issuer, new AuthorityStepAnswered(approve, reason)));
    }

    private Optional<Proposal> open() {
        return store.proposal().filter(proposal -> now.isBefore(proposal.at().plus(PROPOSAL_VALID)));
    }

    private Draft draft(Authority authority, AuthorityEvent event) {
        return new Draft(authority.subject(), now, issuer, event);
    }

    private static Answer.Refused refusal(Kind kind, String reason, String detail) {
        return new Answer.Refused(kind, reason, detail);
    }
}

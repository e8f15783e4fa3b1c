package dev.muster.core.attestation;

import java.util.List;
import java.util.Optional;

/**
 * How evidence compares with the reference values for its environment. What is not compared is neither good nor bad: only
 * {@link Agrees} affirms, only {@link Differs} contradicts.
 */
public sealed interface Compared {
    /** One release agrees, and it states every element that was measured. */
    record Agrees(ReferenceValue release) implements Compared {}

    /**
     * What this release states agrees, but it does not state everything that was measured.
     *
     * @param unstated the elements it says nothing about, some of them
     */
    record Partly(ReferenceValue release, List<String> unstated) implements Compared {
        public Partly {
            unstated = List.copyOf(unstated);
        }
    }

    /**
     * Nothing was seen to differ, but not everything that the release states could be compared.
     *
     * @param why such as a digest whose algorithm the evidence does not use
     */
    record NotCompared(ReferenceValue release, List<String> why) implements Compared {
        public NotCompared {
            why = List.copyOf(why);
        }
    }

    /**
     * Every release that states the whole differs.
     *
     * @param nearest the one with the fewest differences
     * @param mixture another release that the differing parts are of, when all of them are
     */
    record Differs(Nearest nearest, Optional<ReferenceValue> mixture) implements Compared {}

    /**
     * Every part is of one of two accepted releases, and one of them follows the other: an update that is under way, or was
     * cut short. Neither good nor an attack.
     *
     * @param nearest with what differs from it
     * @param other that has every part which differs
     */
    record Between(Nearest nearest, ReferenceValue other) implements Compared {}

    /** A release agrees in everything, and it is known to be bad. */
    record Revoked(ReferenceValue release) implements Compared {}

    /** A release agrees in everything, but its reference values do not hold now. */
    record Ended(ReferenceValue release, Why why) implements Compared {
        /** Why they do not. */
        public enum Why {
            /** The maker's validity has yet to begin. */
            EARLY,
            /** No rollout and no person has made them count yet. */
            STAGED,
            /** The maker's validity is over. */
            EXPIRED,
            /** Another release is meant to be there by now. */
            RETIRED
        }
    }

    /**
     * @param expired whether there are reference values, but none that is valid now
     * @param early whether all of them have yet to begin
     */
    record NothingThere(boolean expired, boolean early) implements Compared {}

    /** The release that is closest when none agrees. */
    default Optional<ReferenceValue> closest() {
        return switch (this) {
            case Agrees agrees -> Optional.empty();
            case Partly partly -> Optional.of(partly.release());
            case NotCompared open -> Optional.of(open.release());
            case Differs differs -> Optional.of(differs.nearest().reference());
            case Between between -> Optional.of(between.nearest().reference());
            case Revoked revoked -> Optional.of(revoked.release());
            case Ended ended -> Optional.of(ended.release());
            case NothingThere nothing -> Optional.empty();
        };
    }

    /** The reference value that agrees in everything. */
    default Optional<ReferenceValue> agreed() {
        return this instanceof Agrees agrees ? Optional.of(agrees.release()) : Optional.empty();
    }
}
